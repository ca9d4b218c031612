import type { M2MPreflight, RevocationFeed } from '@app/m2m';
import { Registry } from 'prom-client';
import { STATE_METRICS } from './metric-names.js';
import { StateMetrics } from './state-metrics.js';

async function samplesOf(credentialEndMs?: number, ageMs?: number): Promise<string[]> {
  const registry = new Registry();
  const metrics = new StateMetrics(
    registry,
    { report: async () => ({ credentialEndMs }) } as unknown as M2MPreflight,
    { snapshot: () => ({ ageMs }) } as unknown as RevocationFeed,
  );
  metrics.onModuleInit();
  const lines = (await registry.metrics()).split('\n');
  for (const { name } of Object.values(STATE_METRICS)) {
    expect(lines).toContainEqual(expect.stringContaining(`# HELP ${name} `));
  }
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

describe('StateMetrics', () => {
  it('shows when the credential ends and how old the revocations are', async () => {
    expect(await samplesOf(1_800_000_000_500, 2000)).toEqual([
      'm2m_own_credential_end_timestamp_seconds 1800000000',
      'm2m_revocations_age_seconds 2',
    ]);
  });

  it('shows nothing that is not known', async () => {
    expect(await samplesOf()).toEqual([]);
  });
});
