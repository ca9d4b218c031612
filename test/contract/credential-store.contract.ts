import type { Database } from '../../apps/auth-server/src/database/database.js';
import { PolicyStore } from '../../apps/auth-server/src/policy/policy-store.js';
import { CredentialStore } from '../../apps/auth-server/src/registry/credential-store.js';
import { readRegistry } from '../../apps/auth-server/src/registry/read-registry.js';
import {
  writeSightings,
  type CredentialSighting,
} from '../../apps/auth-server/src/registry/write-sightings.js';
import { writeUses } from '../../apps/auth-server/src/registry/write-uses.js';
import { policyOf, reset, valueOf } from './policy-fixture.js';

/** Of no microservice. */
const OTHER_ID = '00000000-0000-4000-8000-000000000000';

const base = { label: 'blue', expiresInSec: 3600, createdBy: 'spec' };

/** What records of credentials do in tables, on PGlite and on PostgreSQL alike. */
export function credentialStoreContract(open: () => Promise<Database>): void {
  let database: Database;
  let store: CredentialStore;

  const version = () => valueOf(database, 'select version::int from policy_state');

  beforeAll(async () => {
    database = await open();
    store = new CredentialStore(database);
  });
  beforeEach(async () => {
    await reset(database);
    const change = { ifMatch: 0, actor: 'spec', source: '' };
    await new PolicyStore(database).replace(policyOf('', ['m1']), change);
  });
  afterAll(() => database.close());

  it.each([
    ['bootstrap', { tokenId: 'a'.repeat(16) }],
    ['secret', { secretHash: Buffer.alloc(32, 7) }],
    ['public_key', { keys: { jwks: { keys: [{ kid: 'k' }] } } }],
    ['public_key', { keys: { jwksUri: 'https://m1/jwks' } }],
  ] as const)('keeps a credential of the kind %s as it was made: %o', async (kind, proof) => {
    const id = 'a'.repeat(16);
    const keys = 'keys' in proof ? proof.keys : {};
    const made = await store.add('m1', { ...base, ...proof, ...keys, id, kind });
    expect(made).toMatchObject({ id, kind, label: 'blue', microservice: 'm1', ...proof });
    expect(made.expiresAt.getTime() - made.createdAt.getTime()).toBe(3_600_000);
    const registry = await database.read(readRegistry);
    expect(registry.findCredential(id)).toEqual(made);
  });

  it('makes a new version of what is decided by at each change, and none at each use', async () => {
    const id = 'b'.repeat(16);
    const before = Number(await version());
    await store.add('m1', { ...base, id, kind: 'secret', secretHash: Buffer.alloc(32) });
    expect(await version()).toBe(before + 1);
    const registry = await database.read(readRegistry);
    const use = {
      day: '2026-01-01',
      credentialId: id,
      microserviceId: registry.find('m1')?.id ?? '',
      key: id,
      usedAtMs: Date.parse('2026-01-01'),
      expiresAt: undefined,
    };
    const unregistered = { ...use, credentialId: undefined, key: 'minted' };
    await database.transaction((queries) => writeUses(queries, [use, unregistered]));
    await database.transaction((queries) => writeUses(queries, [use, unregistered]));
    expect(await version()).toBe(before + 1);
    expect(await store.list('m1')).toMatchObject([{ lastUsedOn: '2026-01-01' }]);
    expect(await store.listUnregistered('m1')).toMatchObject([{ fingerprint: 'minted' }]);
    await store.revoke('m1', id);
    expect(await version()).toBe(before + 2);
    await store.revoke('m1', 'minted');
    expect((await database.read(readRegistry)).isRevoked('minted')).toBe(true);
    expect((await database.read(readRegistry)).findCredential(id)?.revokedAt).toBeInstanceOf(Date);
  });

  it('keeps the latest use by each process, and of the processes those that came last', async () => {
    const microserviceId = (await database.read(readRegistry)).find('m1')?.id ?? '';
    const sighting = (replica: string, seenAtMs: number, credential = 'c') => ({
      microserviceId,
      credential,
      replica,
      seenAtMs,
    });
    const many = Array.from({ length: 120 }, (_, nth) => sighting(`made-up-${nth}`, nth));
    const write = (batch: readonly CredentialSighting[]) =>
      database.transaction((queries) => writeSightings(queries, batch));
    await write([...many, sighting('blue', 5000, 'd')]);
    await write([sighting('made-up-119', 5), sighting('blue', 9000, 'd')]);
    const found = await store.listSightings('m1');
    expect(found.get('c')).toHaveLength(100);
    expect(found.get('c')?.[0]).toEqual({ replica: 'made-up-119', lastSeenAt: new Date(119) });
    expect(found.get('d')).toEqual([{ replica: 'blue', lastSeenAt: new Date(9000) }]);
    await write([sighting('late', 1, 'e'), { ...sighting('x', 1), microserviceId: OTHER_ID }]);
    expect([...(await store.listSightings('m1')).keys()].toSorted()).toEqual(['c', 'd', 'e']);
  });

  it('looks for processes to forget only when one is new, however many are seen at once', async () => {
    const microserviceId = (await database.read(readRegistry)).find('m1')?.id ?? '';
    const batch = Array.from({ length: 10_000 }, (_, nth) => ({
      microserviceId,
      credential: `minted-${nth % 200}`,
      replica: `r-${Math.trunc(nth / 200)}`,
      seenAtMs: nth,
    }));
    const forgetsAfter = (seen: readonly CredentialSighting[]) =>
      database.transaction(async (queries) => {
        const forget = jest.spyOn(queries, 'delete');
        await writeSightings(queries, seen);
        return forget.mock.calls.length > 0;
      });
    expect(await forgetsAfter(batch)).toBe(true);
    expect((await store.listSightings('m1')).get('minted-7')).toHaveLength(50);
    const later = batch.map((sighting) => ({ ...sighting, seenAtMs: sighting.seenAtMs + 1 }));
    expect(await forgetsAfter(later)).toBe(false);
    expect((await store.listSightings('m1')).get('minted-7')?.[0]?.lastSeenAt).toEqual(
      new Date(9808),
    );
  });
}
