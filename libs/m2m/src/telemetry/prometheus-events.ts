import { M2MError } from '../shared/m2m.error.js';
import { systemClock, type Clock } from '../shared/clock.js';
import type { M2MEvents } from './m2m-events.js';
import { METRICS, OTHER } from './metric-names.js';

type Labels = Record<string, string>;

/** What a metric is made with, as prom-client has it. */
export interface MetricConfiguration<Registry> {
  name: string;
  help: string;
  labelNames: string[];
  registers: Registry[];
  collect?: () => void;
}

/** The part of the package `prom-client` that is used; give the package itself. */
export interface PrometheusClient<Registry> {
  readonly Counter: new (configuration: MetricConfiguration<Registry>) => {
    inc(labels: Labels): void;
  };
  readonly Gauge: new (configuration: MetricConfiguration<Registry>) => {
    set(labels: Labels, value: number): void;
  };
}

/** What a listener for Prometheus is told. */
export interface PrometheusOptions {
  /**
   * Names that may stand in the label `target`; every other target counts as `other`, so that what
   * callers send cannot make new series. Give the keys of the module's `targets`.
   */
  readonly targets: readonly string[];
  /** Default: the system's clocks. */
  readonly clock?: Clock;
}

/**
 * Counts what happens, in metrics of a registry of prom-client: see {@link METRICS} for their names.
 *
 * @example
 * ```ts
 * import * as promClient from 'prom-client';
 * const events = prometheusEvents(promClient, promClient.register, { targets: ['m1', 'm2'] });
 * ```
 */
export function prometheusEvents<Registry>(
  client: PrometheusClient<Registry>,
  registry: Registry,
  { targets, clock = systemClock }: PrometheusOptions,
): M2MEvents {
  const metrics = createMetrics(client, registry, clock);
  const known = new Set(targets);
  const named = (target: string): string => (known.has(target) ? target : OTHER);
  return {
    tokenAccepted: (source) => metrics.tokensAccepted.inc({ source }),
    requestRefused: (code) => metrics.requestsRefused.inc({ code }),
    keySetFetched: (keyIds) => {
      metrics.keySetFetches.inc({ outcome: 'ok' });
      metrics.keySetKeys.set({}, keyIds.length);
      metrics.keySetIsFresh();
    },
    keySetFetchFailed: () => metrics.keySetFetches.inc({ outcome: 'failed' }),
    privateKeyPublished: () => metrics.privateKeys.inc({}),
    revocationsChanged: (_version, entries) => metrics.revocations.set({}, entries),
    revocationsStale: () => metrics.revocationAlarms.inc({}),
    looked: (target, lookup) => metrics.tokenLookups.inc({ target: named(target), lookup }),
    renewed: (target) => metrics.tokenRenewals.inc({ target: named(target), outcome: 'ok' }),
    renewalFailed: (target, error) =>
      metrics.tokenRenewals.inc({ target: named(target), outcome: codeOf(error) }),
    credentialFailed: (error) => metrics.credentialFailures.inc({ code: error.code }),
    breakerChanged: (authServer, state) =>
      metrics.breakerOpen.set({ auth_server: authServer }, state === 'opened' ? 1 : 0),
  };
}

function createMetrics<Registry>(
  client: PrometheusClient<Registry>,
  registry: Registry,
  clock: Clock,
) {
  let fetchedAtMs: number | undefined;
  const settings = ({ name, help, labelNames }: (typeof METRICS)[keyof typeof METRICS]) => ({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
  });
  const keySetAge = new client.Gauge({
    ...settings(METRICS.keySetAge),
    collect: () => {
      if (fetchedAtMs === undefined) return;
      keySetAge.set({}, Math.round((clock.monotonicMs() - fetchedAtMs) / 1000));
    },
  });
  return {
    tokensAccepted: new client.Counter(settings(METRICS.tokensAccepted)),
    requestsRefused: new client.Counter(settings(METRICS.requestsRefused)),
    keySetFetches: new client.Counter(settings(METRICS.keySetFetches)),
    keySetKeys: new client.Gauge(settings(METRICS.keySetKeys)),
    keySetIsFresh: () => {
      fetchedAtMs = clock.monotonicMs();
    },
    privateKeys: new client.Counter(settings(METRICS.privateKeys)),
    revocations: new client.Gauge(settings(METRICS.revocations)),
    revocationAlarms: new client.Counter(settings(METRICS.revocationAlarms)),
    tokenLookups: new client.Counter(settings(METRICS.tokenLookups)),
    tokenRenewals: new client.Counter(settings(METRICS.tokenRenewals)),
    credentialFailures: new client.Counter(settings(METRICS.credentialFailures)),
    breakerOpen: new client.Gauge(settings(METRICS.breakerOpen)),
  };
}

const codeOf = (error: Error): string => (error instanceof M2MError ? error.code : OTHER);
