import { METRICS } from '@app/m2m';
import { EVENT_METRICS, STATE_METRICS } from '../../apps/auth-server/src/metrics/metric-names.js';
import { STATE_METRICS as MICROSERVICE_STATE } from '../../apps/microservice/src/metrics/metric-names.js';
import { DemoSystem, type Name } from '../support/demo-system.js';

describe('the metrics of a running system', () => {
  let system: DemoSystem;

  beforeAll(async () => {
    system = await DemoSystem.start();
    await system.query('m1', 'm2');
    await system.query('m1', 'm2');
    await system.query('m1', 'm3');
    await fetch(system.url('m2', '/hello'));
  });
  afterAll(() => system.stop());

  const scrape = async (name: Name | 'auth-server'): Promise<string> =>
    (await fetch(system.url(name, '/metrics'))).text();

  it('show what the auth-server has decided, issued and asked of the core', async () => {
    const shown = await scrape('auth-server');
    expect(shown).toContain('m2m_decisions_total{outcome="allow",reason="edge"} 1');
    expect(shown).toContain('m2m_decisions_total{outcome="deny",reason="no_edge"} 1');
    expect(shown).toContain(
      'm2m_token_request_duration_seconds_count{wire="accesstoken",outcome="issued"} 1',
    );
    expect(shown).toMatch(
      /^m2m_core_call_duration_seconds_count\{call="sign",outcome="ok"\} \d+$/m,
    );
    expect(shown).toContain('m2m_core_up 1');
    expect(shown).toContain('m2m_database_up 1');
    expect(shown).toMatch(/^m2m_policy_version \d+$/m);
    for (const { name } of Object.values({ ...EVENT_METRICS, ...STATE_METRICS })) {
      expect(shown).toContain(`# HELP ${name} `);
    }
  });

  it('show what a microservice lets in, refuses and asks for', async () => {
    const caller = await scrape('m1');
    expect(caller).toContain('m2m_token_lookups_total{target="m2",lookup="fresh"} 1');
    expect(caller).toContain('m2m_token_renewals_total{target="m2",outcome="ok"} 1');
    expect(caller).toMatch(/^m2m_own_credential_end_timestamp_seconds \d{10,}$/m);
    const target = await scrape('m2');
    expect(target).toContain('m2m_tokens_accepted_total{source="signature"} 1');
    expect(target).toContain('m2m_tokens_accepted_total{source="cache"} 1');
    expect(target).toContain('m2m_requests_refused_total{code="M2M_TOKEN_MISSING"} 1');
    for (const { name } of Object.values({ ...METRICS, ...MICROSERVICE_STATE })) {
      expect(target).toContain(`# HELP ${name} `);
    }
  });

  it('hold no token', async () => {
    for (const name of ['auth-server', 'm1', 'm2'] as const) {
      expect(await scrape(name)).not.toMatch(/eyJ[\w-]{10}/);
    }
  });
});
