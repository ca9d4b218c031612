import { Registry } from 'prom-client';
import type { AuditTrail } from '../audit/audit-trail.service.js';
import type { Database } from '../database/database.js';
import { PolicySnapshot } from '../policy/policy-snapshot.js';
import type { PolicySnapshots } from '../policy/policy-snapshots.service.js';
import { RegistrySnapshot } from '../registry/registry-snapshot.js';
import type { RevocationLedger } from '../revocations/revocation-ledger.service.js';
import type { PublishedKeySet } from '../signing/published-key-set.service.js';
import { STATE_METRICS } from './metric-names.js';
import { StateMetrics } from './state-metrics.js';

describe('StateMetrics', () => {
  const isHealthy = jest.fn<Promise<boolean>, []>();
  const policy = {
    isLoaded: true,
    ageMs: 1500,
    current: () => new PolicySnapshot(7, new RegistrySnapshot([]), []),
  };
  const revocations = { isLoaded: true, ageMs: 2500, current: () => ({ version: 9 }) };
  const published = { isCoreAnswering: true, ageMs: 20_000 as number | undefined };
  const trail = { depth: 3, lost: 2 };
  let registry: Registry;
  beforeEach(() => {
    isHealthy.mockReset().mockResolvedValue(true);
    Object.assign(policy, { isLoaded: true });
    Object.assign(revocations, { isLoaded: true });
    Object.assign(published, { isCoreAnswering: true, ageMs: 20_000 });
    registry = new Registry();
    new StateMetrics(
      registry,
      { isHealthy } as unknown as Database,
      policy as unknown as PolicySnapshots,
      revocations as unknown as RevocationLedger,
      published as unknown as PublishedKeySet,
      trail as AuditTrail,
    ).onModuleInit();
  });

  const samples = async (): Promise<string[]> =>
    (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));

  it('registers exactly what is documented', async () => {
    const registered = (await registry.getMetricsAsJSON()).map(({ name }) => name);
    expect(registered).toEqual(Object.values(STATE_METRICS).map(({ name }) => name));
  });

  it('shows how the rooms are', async () => {
    expect(await samples()).toEqual([
      'm2m_core_up 1',
      'm2m_core_key_set_age_seconds 20',
      'm2m_policy_version 7',
      'm2m_policy_age_seconds 2',
      'm2m_revocation_list_version 9',
      'm2m_revocation_list_age_seconds 3',
      'm2m_database_up 1',
      'm2m_audit_waiting_entries 3',
      'm2m_audit_lost_entries 2',
    ]);
  });

  it('shows a core and a database that are away, and nothing that is not known', async () => {
    isHealthy.mockResolvedValue(false);
    Object.assign(policy, { isLoaded: false });
    Object.assign(revocations, { isLoaded: false });
    Object.assign(published, { isCoreAnswering: false, ageMs: undefined });
    expect(await samples()).toEqual([
      'm2m_core_up 0',
      'm2m_database_up 0',
      'm2m_audit_waiting_entries 3',
      'm2m_audit_lost_entries 2',
    ]);
  });
});
