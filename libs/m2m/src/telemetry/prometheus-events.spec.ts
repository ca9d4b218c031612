import * as promClient from 'prom-client';
import { FakeClock } from '../../../../test/support/fake-clock.js';
import { CredentialMissing } from '../outbound/credential.errors.js';
import { EdgeNotAllowed } from '../outbound/edge-not-allowed.error.js';
import type { M2MEvents } from './m2m-events.js';
import { METRICS } from './metric-names.js';
import { prometheusEvents } from './prometheus-events.js';

let clock: FakeClock;
let registry: promClient.Registry;
let events: M2MEvents;

beforeEach(() => {
  clock = new FakeClock();
  registry = new promClient.Registry();
  events = prometheusEvents(promClient, registry, { targets: ['m2'], clock });
});

const samples = async (): Promise<string[]> =>
  (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('prometheusEvents', () => {
  it('registers exactly the documented metrics, with their labels', async () => {
    const registered = (await registry.getMetricsAsJSON()).map(({ name }) => name);
    expect(registered.toSorted()).toEqual([
      'm2m_breaker_open',
      'm2m_credential_failures_total',
      'm2m_key_set_age_seconds',
      'm2m_key_set_fetches_total',
      'm2m_key_set_keys',
      'm2m_private_keys_published_total',
      'm2m_requests_refused_total',
      'm2m_revocations',
      'm2m_revocations_stale_total',
      'm2m_token_lookups_total',
      'm2m_token_renewals_total',
      'm2m_tokens_accepted_total',
    ]);
    expect(
      Object.values(METRICS)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(registered.toSorted());
  });

  it('keeps off the default registry', async () => {
    expect(await promClient.register.getMetricsAsJSON()).toEqual([]);
  });

  it.each<[string, (told: M2MEvents) => void, string]>([
    [
      'a token from memory',
      (told) => told.tokenAccepted?.('cache'),
      'm2m_tokens_accepted_total{source="cache"} 1',
    ],
    [
      'a refusal',
      (told) => told.requestRefused?.('M2M_TOKEN_EXPIRED'),
      'm2m_requests_refused_total{code="M2M_TOKEN_EXPIRED"} 1',
    ],
    [
      'a fetch that failed',
      (told) => told.keySetFetchFailed?.(new Error('down')),
      'm2m_key_set_fetches_total{outcome="failed"} 1',
    ],
    ['the keys of a fetch', (told) => told.keySetFetched?.(['d-1', 's-1']), 'm2m_key_set_keys 2'],
    [
      'a private key',
      (told) => told.privateKeyPublished?.('d-1'),
      'm2m_private_keys_published_total 1',
    ],
    ['a newer list of revocations', (told) => told.revocationsChanged?.(7, 2), 'm2m_revocations 2'],
    [
      'silence about revocations',
      (told) => told.revocationsStale?.(60),
      'm2m_revocations_stale_total 1',
    ],
    [
      'a lookup',
      (told) => told.looked('m2', 'stale'),
      'm2m_token_lookups_total{target="m2",lookup="stale"} 1',
    ],
    [
      'a renewal',
      (told) => told.renewed('m2', 0),
      'm2m_token_renewals_total{target="m2",outcome="ok"} 1',
    ],
    [
      'a renewal refused by policy',
      (told) => told.renewalFailed('m2', new EdgeNotAllowed('m1', 'm2', {}), 1, 0),
      'm2m_token_renewals_total{target="m2",outcome="M2M_EDGE_NOT_ALLOWED"} 1',
    ],
    [
      'a failure without a code',
      (told) => told.renewalFailed('m2', new Error('odd'), 1, 0),
      'm2m_token_renewals_total{target="m2",outcome="other"} 1',
    ],
    [
      'a credential that fails',
      (told) => told.credentialFailed(new CredentialMissing('m1', 'auth-server', 'none')),
      'm2m_credential_failures_total{code="M2M_CREDENTIAL_MISSING"} 1',
    ],
    [
      'a breaker that opens',
      (told) => told.breakerChanged('http://a/', 'opened'),
      'm2m_breaker_open{auth_server="http://a/"} 1',
    ],
  ])('counts %s', async (_, tell, sample) => {
    tell(events);
    expect(await samples()).toContain(sample);
  });

  it('makes no series for a target that was not named', async () => {
    for (const target of ['m9', '__proto__', 'x'.repeat(63)]) events.looked(target, 'miss');
    expect(await samples()).toContain('m2m_token_lookups_total{target="other",lookup="miss"} 3');
  });

  it('shows a breaker that closed as 0', async () => {
    events.breakerChanged('http://a/', 'opened');
    events.breakerChanged('http://a/', 'closed');
    expect(await samples()).toContain('m2m_breaker_open{auth_server="http://a/"} 0');
  });

  it('lets the key set age between fetches', async () => {
    events.keySetFetched?.(['d-1']);
    clock.advance(90_000);
    expect(await samples()).toContain('m2m_key_set_age_seconds 90');
    events.keySetFetched?.(['d-1']);
    expect(await samples()).toContain('m2m_key_set_age_seconds 0');
  });

  it('reads the system’s clock unless told otherwise', async () => {
    registry = new promClient.Registry();
    prometheusEvents(promClient, registry, { targets: [] }).keySetFetched?.(['d-1']);
    expect(await samples()).toContain('m2m_key_set_age_seconds 0');
  });
});
