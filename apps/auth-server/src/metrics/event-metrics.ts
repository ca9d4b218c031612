import { systemClock, type Clock } from '@app/m2m';
import { traced } from '@app/runtime';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { DecisionListener } from '../audit/decision-listener.port.js';
import type { CredentialRefusalRecord, DecisionRecord } from '../audit/decision-record.js';
import type { LimitEvents, LimitKind } from '../limits/limit-events.port.js';
import type { CoreCall, CoreEvents } from '../signing/core-events.port.js';
import { CoreUnavailable } from '../signing/core-unavailable.error.js';
import { EVENT_METRICS } from './metric-names.js';

/** From what a signature of the embedded core takes to the deadline of a core far away. */
const BUCKETS_SEC = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

const CORE_STEP = { name: 'm2m core', isCall: true } as const;

/** A request for a token: over which wire it came, and what became of it. */
export interface TokenRequestOutcome {
  readonly wire: 'accesstoken' | 'oauth';
  readonly outcome: 'issued' | 'refused' | 'invalid' | 'limited' | 'unavailable';
}

/** Counts what happens, told by the rooms in which it happens. */
export class EventMetrics implements DecisionListener, CoreEvents, LimitEvents {
  private readonly issuing;
  private readonly decisions;
  private readonly observed;
  private readonly credentialsRefused;
  private readonly coreCalls;
  private readonly limits;

  constructor(
    registry: Registry,
    private readonly clock: Pick<Clock, 'monotonicMs'> = systemClock,
  ) {
    const registers = [registry];
    const buckets = BUCKETS_SEC;
    this.issuing = new Histogram({ ...EVENT_METRICS.issuing, buckets, registers });
    this.decisions = new Counter({ ...EVENT_METRICS.decisions, registers });
    this.observed = new Counter({ ...EVENT_METRICS.observed, registers });
    this.credentialsRefused = new Counter({ ...EVENT_METRICS.credentialsRefused, registers });
    this.coreCalls = new Histogram({ ...EVENT_METRICS.coreCalls, buckets, registers });
    this.limits = new Counter({ ...EVENT_METRICS.limited, registers });
  }

  /** A request for a token was answered. */
  answered({ wire, outcome }: TokenRequestOutcome, durationSec: number): void {
    this.issuing.observe({ wire, outcome }, durationSec);
  }

  decided({ outcome, reason, observed }: DecisionRecord): void {
    this.decisions.inc({ outcome, reason });
    if (observed !== undefined) this.observed.inc({ reason: observed });
  }

  refused({ code }: CredentialRefusalRecord): void {
    this.credentialsRefused.inc({ code });
  }

  async calling<T>(call: CoreCall, run: () => Promise<T>): Promise<T> {
    const startedAtMs = this.clock.monotonicMs();
    const ended = (outcome: string): void =>
      this.coreCalls.observe({ call, outcome }, (this.clock.monotonicMs() - startedAtMs) / 1000);
    try {
      const result = await traced({ ...CORE_STEP, attributes: { 'm2m.call': call } }, run);
      ended('ok');
      return result;
    } catch (error) {
      ended(error instanceof CoreUnavailable ? error.failure : 'failed');
      throw error;
    }
  }

  limited(limit: LimitKind): void {
    this.limits.inc({ limit });
  }
}
