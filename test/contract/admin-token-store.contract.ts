import { makeAdminToken, hashOf } from '../../apps/auth-server/src/admin/admin-secret.js';
import {
  AdminTokenStore,
  MOST_ADMIN_TOKENS,
  readAdminTokens,
  writeAdminTokenUses,
  type NewAdminToken,
} from '../../apps/auth-server/src/admin/admin-token-store.js';
import { AdminTokens } from '../../apps/auth-server/src/admin/admin-tokens.service.js';
import {
  AdminTokenLimit,
  AdminTokenUnknown,
} from '../../apps/auth-server/src/admin/admin.errors.js';
import { Database } from '../../apps/auth-server/src/database/database.js';
import { DatabaseCable } from '../support/database-cable.js';
import { FakeClock } from '../support/fake-clock.js';
import { byHand, eventually } from './policy-fixture.js';

const DAY_SEC = 24 * 3600;

const token = (id: string, traits: Partial<NewAdminToken> = {}): NewAdminToken => ({
  id: id.padEnd(16, '0'),
  label: `token ${id}`,
  role: 'read',
  hash: hashOf(makeAdminToken(id)),
  createdBy: 'root',
  ttlSec: DAY_SEC,
  ...traits,
});

/** What admin tokens in tables do, on PGlite and on PostgreSQL alike. */
export function adminTokenStoreContract(open: () => Promise<Database>): void {
  let database: Database;
  let store: AdminTokenStore;
  const version = async () => (await readAdminTokens(database)).version;
  const labels = async () => (await store.list()).map(({ label }) => label);

  beforeAll(async () => {
    database = await open();
    store = new AdminTokenStore(database);
  });
  beforeEach(() => byHand(database, 'truncate admin_tokens'));
  afterAll(() => database.close());

  it('keeps what checks a token, who made it and when it ends', async () => {
    const wanted = token('a', { role: 'operate' });
    const made = await store.add(wanted);
    expect(made).toMatchObject({ label: 'token a', role: 'operate', createdBy: 'root' });
    expect(made.hash.equals(wanted.hash)).toBe(true);
    expect(made.expiresAt.getTime() - made.createdAt.getTime()).toBe(DAY_SEC * 1000);
    expect(await store.list()).toEqual([made]);
    expect((await readAdminTokens(database)).find(made.id)).toEqual(made);
  });

  it('ends a token once and for all, and knows no other', async () => {
    const { id } = await store.add(token('a'));
    await store.revoke(id);
    const [{ revokedAt } = { revokedAt: undefined }] = await store.list();
    expect(revokedAt).toBeInstanceOf(Date);
    await store.revoke(id);
    expect((await store.list())[0]?.revokedAt).toEqual(revokedAt);
    await expect(store.revoke('nobody')).rejects.toThrow(AdminTokenUnknown);
  });

  it('gives to be held in memory only those that count, and lists those that ended, too', async () => {
    const [live, expired, revoked] = await Promise.all(
      ['a', 'b', 'c'].map((id) => store.add(token(id))),
    );
    await byHand(database, `update admin_tokens set expires_at = now() where label = 'token b'`);
    await store.revoke(revoked?.id ?? '');
    const held = await readAdminTokens(database);
    const found = [live, expired, revoked].map((made) => held.find(made?.id ?? '')?.label);
    expect(found).toEqual(['token a', undefined, undefined]);
    expect((await labels()).toSorted()).toEqual(['token a', 'token b', 'token c']);
  });

  it('has room for so many that count, and forgets those that ended long ago', async () => {
    await byHand(
      database,
      `insert into admin_tokens (id, label, role, sha256, created_by, expires_at)
       select 'id' || n, 'token ' || n, 'read', repeat('0', 64), 'spec', now() + interval '1 day'
       from generate_series(1, ${MOST_ADMIN_TOKENS}) n`,
    );
    await expect(store.add(token('a'))).rejects.toThrow(AdminTokenLimit);
    await byHand(database, `update admin_tokens set revoked_at = now() where id = 'id1'`);
    await byHand(
      database,
      `update admin_tokens set expires_at = now() - interval '91 days' where id = 'id2'`,
    );
    await store.add(token('a'));
    await store.add(token('b'));
    expect(await labels()).toEqual(expect.arrayContaining(['token 1', 'token a', 'token b']));
    expect(await labels()).not.toContain('token 2');
    await expect(store.add(token('c'))).rejects.toThrow(AdminTokenLimit);
  });

  it('never lets more in than there is room for, however many ask at once', async () => {
    await byHand(
      database,
      `insert into admin_tokens (id, label, role, sha256, created_by, expires_at)
       select 'id' || n, 'token ' || n, 'read', repeat('0', 64), 'spec', now() + interval '1 day'
       from generate_series(1, ${MOST_ADMIN_TOKENS - 1}) n`,
    );
    const asked = ['a', 'b', 'c'].map((id) => store.add(token(id)));
    const results = await Promise.allSettled(asked);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('raises the version at every change but at none of use', async () => {
    const versions = [await version()];
    const note = async (): Promise<unknown> => versions.push(await version());
    const { id } = await store.add(token('a'));
    await note();
    await store.revoke(id);
    await note();
    const use = (day: string) =>
      database.run((queries) => writeAdminTokenUses(queries, [{ id, day }]));
    await use('2026-02-02');
    await use('2026-02-01');
    expect((await store.list())[0]?.lastUsedOn).toBe('2026-02-02');
    expect(await version()).toBe(versions.at(-1));
    await byHand(database, 'truncate admin_tokens');
    await note();
    expect(versions.toSorted((a, b) => a - b)).toEqual(versions);
    expect(new Set(versions).size).toBe(4);
  });

  it.each([
    ['by notice', { isDeaf: false, pollIntervalMs: 3_600_000 }],
    ['by polling when no notice comes', { isDeaf: true, pollIntervalMs: 10 }],
  ])('is followed by every instance %s', async (_how, { isDeaf, pollIntervalMs }) => {
    const cable = Object.assign(new DatabaseCable(database), { isDeaf });
    const parts = { database: new Database(cable), clock: new FakeClock(), pollIntervalMs };
    const tokens = new AdminTokens(parts);
    await tokens.start();
    const { id } = await store.add(token('a'));
    await eventually(() => tokens.current().find(id) !== undefined);
    await store.revoke(id);
    await eventually(() => tokens.current().find(id) === undefined);
    await tokens.beforeApplicationShutdown();
  });
}
