import { Registry } from 'prom-client';
import { FakeClock } from '../../../../test/support/fake-clock.js';
import type { DecisionRecord } from '../audit/decision-record.js';
import { CoreUnavailable } from '../signing/core-unavailable.error.js';
import { EventMetrics } from './event-metrics.js';
import { EVENT_METRICS } from './metric-names.js';

const decision: DecisionRecord = {
  decisionId: 'd',
  requestId: 'r',
  outcome: 'deny',
  reason: 'no_edge',
  caller: 'm1',
  target: 'm3',
  scopes: [],
};

describe('EventMetrics', () => {
  let clock: FakeClock;
  let registry: Registry;
  let metrics: EventMetrics;
  beforeEach(() => {
    clock = new FakeClock();
    registry = new Registry();
    metrics = new EventMetrics(registry, clock);
  });

  const shown = async (): Promise<string[]> => (await registry.metrics()).split('\n');

  it('registers exactly what is documented', async () => {
    const registered = await registry.getMetricsAsJSON();
    expect(registered.map(({ name }) => name)).toEqual(
      Object.values(EVENT_METRICS).map(({ name }) => name),
    );
  });

  it.each<[string, (told: EventMetrics) => void, string]>([
    [
      'a decision',
      (told) => told.decided(decision),
      'm2m_decisions_total{outcome="deny",reason="no_edge"} 1',
    ],
    [
      'what observe mode let through',
      (told) =>
        told.decided({ ...decision, outcome: 'allow', reason: 'edge', observed: 'no_edge' }),
      'm2m_observed_decisions_total{reason="no_edge"} 1',
    ],
    [
      'a credential that did not verify',
      (told) => told.refused({ code: 'M2M_TOKEN_EXPIRED', requestId: 'r' }),
      'm2m_credentials_refused_total{code="M2M_TOKEN_EXPIRED"} 1',
    ],
    [
      'a request that was limited',
      (told) => told.limited('failures'),
      'm2m_rate_limited_requests_total{limit="failures"} 1',
    ],
    [
      'a token that was issued',
      (told) => told.answered({ wire: 'oauth', outcome: 'issued' }, 0.004),
      'm2m_token_request_duration_seconds_bucket{le="0.005",wire="oauth",outcome="issued"} 1',
    ],
  ])('counts %s', async (_, tell, sample) => {
    tell(metrics);
    expect(await shown()).toContain(sample);
  });

  it('times a call to the core, and hands its result on', async () => {
    const result = metrics.calling('sign', () => {
      clock.advance(20);
      return Promise.resolve('signed');
    });
    await expect(result).resolves.toBe('signed');
    const lines = await shown();
    expect(lines).toContain('m2m_core_call_duration_seconds_sum{call="sign",outcome="ok"} 0.02');
  });

  it.each([
    [new CoreUnavailable('too_slow'), 'too_slow'],
    [new Error('odd'), 'failed'],
  ])('times a call that failed, and hands its failure on (%#)', async (error, outcome) => {
    await expect(metrics.calling('keys', () => Promise.reject(error))).rejects.toBe(error);
    const count = `m2m_core_call_duration_seconds_count{call="keys",outcome="${outcome}"} 1`;
    expect(await shown()).toContain(count);
  });
});
