import { eventually, valueOf } from '../../../../test/contract/policy-fixture.js';
import { CredentialDesk } from '../../../../test/support/credential-desk.js';
import { DatabaseUnavailable } from '../database/database.errors.js';
import { PolicySnapshots } from '../policy/policy-snapshots.service.js';
import { CredentialGate } from './credential-gate.service.js';
import type { CredentialStanding } from './credential-standing.js';
import { CredentialUses } from './credential-uses.service.js';

const DAY_MS = 24 * 3600 * 1000;

describe('the day of the latest use of a credential', () => {
  let desk: CredentialDesk;
  const judge = (presented: object): CredentialStanding =>
    desk.app.get(CredentialGate).judge(desk.registry, {
      name: 'm1',
      issuedAt: new Date(),
      expiresAt: new Date(Date.now() + DAY_MS),
      tokenId: undefined,
      ...presented,
    });
  const flush = () => desk.app.get(CredentialUses).flush();

  beforeAll(async () => {
    desk = await CredentialDesk.open();
  });
  beforeEach(() => desk.reset());
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => desk.close());

  const today = new Date().toISOString().slice(0, 10);

  it('is written for a credential with a record, and is no new version of the policy', async () => {
    const { id } = await desk.made({ kind: 'secret' });
    const { version } = desk.app.get(PolicySnapshots).current();
    expect(judge({ credentialId: id }).ok).toBe(true);
    await flush();
    expect(await desk.listed()).toEqual([expect.objectContaining({ id, lastUsedOn: today })]);
    expect(await valueOf(desk.database, 'select version from policy_state')).toBe(version);
  });

  it('makes a token known that has no record, and lets it be ended', async () => {
    expect(judge({ tokenId: 'minted-at-the-core' }).ok).toBe(true);
    await flush();
    expect(await desk.listed()).toEqual([
      expect.objectContaining({
        id: 'minted-at-the-core',
        registered: false,
        lastUsedOn: today,
      }),
    ]);
    const path = 'm1/credentials/minted-at-the-core';
    expect((await desk.send('DELETE', path)).status).toBe(204);
    expect(judge({ tokenId: 'minted-at-the-core' })).toMatchObject({
      reason: 'credential_revoked',
    });
    expect((await desk.listed())[0]).toHaveProperty('revokedAt');
  });

  it.each([
    ['no id', undefined],
    ['an id that no path can hold', 'a/b c'],
  ])('lets a token with %s be ended', async (_, tokenId) => {
    const issuedAt = new Date();
    const expiresAt = new Date(Date.now() + DAY_MS);
    const presented = { tokenId, issuedAt, expiresAt };
    expect(judge(presented).ok).toBe(true);
    await flush();
    const [{ id } = { id: '' }] = await desk.listed();
    expect(id).toMatch(/^sha256-[0-9a-f]{64}$/);
    expect((await desk.send('DELETE', `m1/credentials/${id}`)).status).toBe(204);
    expect(judge(presented)).toMatchObject({ reason: 'credential_revoked' });
  });

  it('waits for a database that is away', async () => {
    const { id } = await desk.made({ kind: 'secret' });
    const transaction = jest.spyOn(desk.database, 'transaction');
    transaction.mockRejectedValueOnce(new DatabaseUnavailable());
    judge({ credentialId: id });
    await flush();
    expect(await desk.listed()).toEqual([expect.not.objectContaining({ lastUsedOn: today })]);
    await flush();
    expect(await desk.listed()).toEqual([expect.objectContaining({ lastUsedOn: today })]);
  });

  it('is forgotten with a microservice that was deleted meanwhile', async () => {
    judge({ tokenId: 'late' });
    await desk.writePolicy(['m2']);
    await flush();
    expect(await valueOf(desk.database, 'select count(*)::int from unregistered_credentials')).toBe(
      0,
    );
  });

  it('is written by itself, and but once a day', async () => {
    const { id } = await desk.made({ kind: 'secret' });
    const write = jest.spyOn(desk.database, 'transaction');
    judge({ credentialId: id });
    judge({ credentialId: id });
    await eventually(async () => (await desk.listed())[0]?.lastUsedOn === today);
    judge({ credentialId: id });
    await flush();
    expect(write).toHaveBeenCalledTimes(1);
  });

  it('moves on with the days, and never back', async () => {
    const uses = new CredentialUses(desk.database);
    const [microservice] = desk.registry.all();
    const use = (day: string) =>
      uses.note({
        credentialId: undefined,
        microserviceId: microservice?.id ?? '',
        key: 'minted',
        usedAtMs: Date.parse(day),
        expiresAt: undefined,
      });
    use('2026-01-01');
    use('2026-01-02');
    await uses.flush();
    expect(await desk.listed()).toEqual([
      expect.objectContaining({
        firstSeenAt: '2026-01-01T00:00:00.000Z',
        lastUsedOn: '2026-01-02',
      }),
    ]);
    await uses.beforeApplicationShutdown();
  });
});
