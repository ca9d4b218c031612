import { byHand, policyOf, reset, valueOf } from './policy-fixture.js';
import type { Database } from '../../apps/auth-server/src/database/database.js';
import { PolicyStore } from '../../apps/auth-server/src/policy/policy-store.js';
import { readRevocations } from '../../apps/auth-server/src/revocations/read-revocations.js';
import {
  RevocationStore,
  type RevocationOrder,
} from '../../apps/auth-server/src/revocations/revocation-store.js';

const order = (traits: Partial<RevocationOrder> = {}): RevocationOrder => ({
  kind: 'microservice',
  subject: 'm1',
  target: undefined,
  reason: 'a drill',
  actor: 'spec',
  ...traits,
});
const edge = order({ kind: 'edge', target: 'm2' });

/** What revocations in tables do, on PGlite and on PostgreSQL alike. */
export function revocationStoreContract(open: () => Promise<Database>): void {
  let database: Database;
  let store: RevocationStore;

  const entries = async () => (await readRevocations(database)).entries;
  const version = async () => (await readRevocations(database)).version;
  const put = async (edges: string): Promise<void> => {
    const policy = new PolicyStore(database);
    const ifMatch = (await policy.read()).version;
    await policy.replace(policyOf(edges), { ifMatch, actor: 'spec', source: '' });
  };

  beforeAll(async () => {
    database = await open();
    store = new RevocationStore(database);
  });
  beforeEach(async () => {
    await byHand(database, 'truncate revocations');
    await reset(database);
    await put('m1>m2 m2>m1');
  });
  afterAll(() => database.close());

  it('revokes until it is lifted, and a single token until it must have ended', async () => {
    await store.add(order());
    await store.add(edge);
    await store.add(order({ kind: 'kid', subject: 'd-1' }));
    const token = await store.add(order({ kind: 'jti', subject: 'one' }));
    expect(await entries()).toMatchObject([
      { kind: 'microservice', subject: 'm1', notBefore: undefined, expiresAt: undefined },
      { kind: 'edge', subject: 'm1', target: 'm2', expiresAt: undefined },
      { kind: 'kid', subject: 'd-1', expiresAt: undefined },
      { kind: 'jti', subject: 'one', notBefore: undefined, reason: 'a drill', actor: 'spec' },
    ]);
    expect(token.expiresAt).toEqual(new Date(token.createdAt.getTime() + 7_260_000));
  });

  it('keeps one entry for one thing, and has it in force anew', async () => {
    const { id } = await store.add(order());
    await store.lift(id);
    const again = await store.add(order({ reason: 'again' }));
    expect(again).toMatchObject({
      id,
      reason: 'again',
      notBefore: undefined,
      expiresAt: undefined,
    });
    expect(await entries()).toHaveLength(1);
  });

  it.each([order(), edge])('leaves the old tokens void when it lifts: %j', async (what) => {
    const { id, createdAt } = await store.add(what);
    await store.lift(id);
    const [lifted] = await entries();
    const second = Math.floor(createdAt.getTime() / 1000) * 1000;
    expect(lifted?.notBefore?.getTime()).toBeGreaterThanOrEqual(second + 1000);
    expect(lifted?.notBefore?.getMilliseconds()).toBe(0);
    expect(lifted?.expiresAt?.getTime()).toBeGreaterThan(second + 7_259_000);
  });

  it.each(['kid', 'jti'] as const)('forgets a %s at once when it is lifted', async (kind) => {
    const { id } = await store.add(order({ kind, subject: 'x' }));
    await store.lift(id);
    expect(await entries()).toEqual([]);
  });

  it('lifts nothing twice, and nothing that is not there', async () => {
    const { id } = await store.add(order());
    await store.lift(id);
    const unknown = { name: 'RevocationUnknown', code: 'M2M_REVOCATION_UNKNOWN' };
    await expect(store.lift(id)).rejects.toMatchObject(unknown);
    await expect(store.lift('5d4e5b3c-0000-4000-8000-000000000000')).rejects.toMatchObject(unknown);
  });

  it.each([
    order({ subject: 'm9' }),
    order({ kind: 'edge', subject: 'm9', target: 'm1' }),
    order({ kind: 'edge', subject: 'm1', target: 'm9' }),
  ])('refuses a name that nobody ever had: %j', async (what) => {
    await expect(store.add(what)).rejects.toMatchObject({ code: 'M2M_MICROSERVICE_UNKNOWN' });
    expect(await entries()).toEqual([]);
  });

  it('voids the tokens of a deleted microservice by itself, and can revoke its name', async () => {
    await put('m1>m1');
    expect(await entries()).toMatchObject([
      { id: 'retired:m2', kind: 'microservice', subject: 'm2', notBefore: expect.any(Date) },
    ]);
    await store.add(order({ subject: 'm2' }));
    const snapshot = await readRevocations(database);
    expect(snapshot.issuingStop({ caller: 'm2', chain: [], target: 'm1' })).toBe('caller_revoked');
    await byHand(database, `update retired_names set retired_at = now() - interval '7261 s'`);
    expect((await entries()).map(({ id }) => id)).not.toContain('retired:m2');
  });

  it('refuses a key that signs credentials, which no target would look up', async () => {
    await expect(store.add(order({ kind: 'kid', subject: 's-1' }))).rejects.toMatchObject({
      code: 'M2M_KEY_NOT_REVOCABLE',
    });
  });

  it('refuses more than it may hold, with what to do', async () => {
    const small = new RevocationStore(database, 1);
    await small.add(order());
    await expect(small.add(edge)).rejects.toMatchObject({
      code: 'M2M_REVOCATIONS_FULL',
      message: expect.stringMatching(/Revoke the microservice instead/),
    });
  });

  it('drops what concerns no token any more', async () => {
    await store.add(order({ kind: 'jti', subject: 'one' }));
    await store.add(order());
    await byHand(database, `update revocations set expires_at = now() where kind = 'jti'`);
    expect(await entries()).toMatchObject([{ kind: 'microservice' }]);
    await store.purge();
    expect(await valueOf(database, 'select count(*)::int from revocations')).toBe(1);
  });

  it('raises the version at every change, to the seconds of the clock at least', async () => {
    const before = await version();
    expect(before).toBeGreaterThan(1_700_000_000);
    const { id } = await store.add(order());
    const added = await version();
    expect(added).toBeGreaterThan(before);
    await store.lift(id);
    expect(await version()).toBeGreaterThan(added);
    await byHand(database, 'update revocation_state set version = 7');
    await byHand(database, 'delete from revocations');
    expect(await version()).toBeGreaterThan(1_700_000_000);
  });

  it('says what to do when the row of the version is lost', async () => {
    await byHand(database, 'delete from revocation_state');
    await expect(readRevocations(database)).rejects.toThrow('restore the database from a backup');
    await byHand(database, 'insert into revocation_state (id, version) values (1, 1)');
  });
}
