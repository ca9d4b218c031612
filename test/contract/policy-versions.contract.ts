import type { Database } from '../../apps/auth-server/src/database/database.js';
import {
  addMicroservice,
  changeMicroservice,
  putEdge,
  removeMicroservice,
} from '../../apps/auth-server/src/policy/edit-policy-source.js';
import { PolicyStore, type PolicyAuthor } from '../../apps/auth-server/src/policy/policy-store.js';
import { PolicyVersions } from '../../apps/auth-server/src/policy/policy-versions.service.js';
import { byHand, edgesOf, putSource, reset } from './policy-fixture.js';

const FIRST = `# ours
microservices:
  m1: { url: http://m1 } # the shop
  m2: { url: http://m2 }
allow:
  m1: [m2] # since the move
`;

const by = (ifMatch: number | undefined, message?: string): PolicyAuthor => ({
  ifMatch,
  actor: 'ann',
  message,
});
/** What the history of a policy keeps, on PGlite and on PostgreSQL alike. */
export function policyVersionsContract(open: () => Promise<Database>): void {
  let database: Database;
  let store: PolicyStore;
  let versions: PolicyVersions;

  const put = (source: string, author: PolicyAuthor): Promise<number> =>
    putSource(store, source, author);
  const history = async () => (await versions.list({ before: undefined, limit: 10 })).versions;
  const edges = async () => edgesOf((await store.read()).document);

  beforeAll(async () => {
    database = await open();
    store = new PolicyStore(database);
    versions = new PolicyVersions(database);
  });
  beforeEach(async () => {
    await reset(database);
    await put(FIRST, by(0, 'begin'));
  });
  afterAll(() => database.close());

  it('keeps who made a version, when, why, and what it changed', async () => {
    await put(FIRST.replace('[m2]', '[m1]'), by(1));
    const [second, first] = await history();
    expect(second).toEqual({
      version: 2,
      at: expect.any(Date) as Date,
      actor: 'ann',
      changes: {
        added: 1,
        removed: 1,
        changed: 0,
        differences: [
          {
            kind: 'edge',
            change: 'added',
            name: 'm1 -> m1',
            caller: 'm1',
            target: 'm1',
            after: {},
          },
          {
            kind: 'edge',
            change: 'removed',
            name: 'm1 -> m2',
            caller: 'm1',
            target: 'm2',
            before: {},
          },
        ],
      },
    });
    expect(first).toMatchObject({ version: 1, message: 'begin', changes: { added: 3 } });
  });

  it('gives versions in pages, newest first', async () => {
    for (const message of ['two', 'three']) {
      await put(FIRST, by((await store.read()).version, message));
    }
    const page = await versions.list({ before: undefined, limit: 2 });
    expect(page).toMatchObject({ versions: [{ version: 3 }, { version: 2 }], next: '2' });
    const rest = await versions.list({ before: Number(page.next), limit: 2 });
    expect(rest).toEqual({ versions: [expect.objectContaining({ version: 1 })] });
  });

  it('gives back a version in the words of its author, and none that there was not', async () => {
    expect(await versions.find(1)).toMatchObject({ version: 1, source: FIRST });
    await expect(versions.find(2)).rejects.toMatchObject({ code: 'M2M_POLICY_VERSION_UNKNOWN' });
    await expect(versions.diff(0)).rejects.toMatchObject({ code: 'M2M_POLICY_VERSION_UNKNOWN' });
  });

  it('compares any two versions, in either direction', async () => {
    await put(FIRST.replace('http://m2', 'http://m2:80'), by(1));
    const difference = { kind: 'microservice', change: 'changed', name: 'm2' };
    expect(await versions.diff(1, 2)).toMatchObject({
      from: 1,
      to: 2,
      differences: [{ ...difference, after: { url: 'http://m2:80' } }],
    });
    expect(await versions.diff(2, 1)).toMatchObject({
      differences: [{ ...difference, after: { url: 'http://m2' } }],
    });
    expect(await versions.diff(2)).toMatchObject({ to: 2, differences: [] });
  });

  it('finds what changed an edge last, by a moment as well', async () => {
    const edge = { caller: 'm1', target: 'm2' };
    await put(FIRST.replace('[m2]', '[{ target: m2, ttl: 10m }]'), by(1, 'shorter'));
    await put(FIRST.replace('[m2]', '[{ target: m2, ttl: 10m }, m1]'), by(2));
    const changes = { added: 0, removed: 0, changed: 1, differences: [] };
    await byHand(
      database,
      `insert into policy_versions (version, actor, document, changes)
       select 10 + n, 'ann', '', case when n % 2 = 0 then '${JSON.stringify(changes)}'::json end
       from generate_series(1, 201) as n`,
    );
    await byHand(
      database,
      `update policy_versions set created_at = '2026-01-01T00:00:00Z' where version = 1`,
    );
    expect(await versions.latestChangeOf(edge)).toEqual({
      version: 2,
      at: expect.any(Date) as Date,
      actor: 'ann',
      message: 'shorter',
      change: 'changed',
    });
    const early = new Date('2026-01-02T00:00:00Z');
    expect(await versions.latestChangeOf(edge, early)).toMatchObject({ change: 'added' });
    expect(await versions.latestChangeOf({ caller: 'm2', target: 'm2' })).toBeUndefined();
  });

  it('keeps a change by hand as a version of its own, and takes the words back that are untrue', async () => {
    await byHand(database, `update edges set scopes = '{a}'`);
    expect((await store.read()).source).not.toContain('# ours');
    await store.edit(changeMicroservice('m2', { owner: 'team-x' }), by(undefined));
    expect(await history()).toMatchObject([
      { version: 3, actor: 'ann', changes: { changed: 1 } },
      { version: 2, actor: 'database', changes: { differences: [{ name: 'm1 -> m2' }] } },
      { version: 1 },
    ]);
    expect(await versions.find(2)).toMatchObject({
      content: { allow: { m1: [{ scopes: ['a'] }] } },
    });
  });

  it('takes a change for an older version when nothing of the policy has changed since', async () => {
    await byHand(
      database,
      `insert into revoked_credentials (jti, microservice_id) select 'j', id from microservices limit 1`,
    );
    expect((await store.read()).version).toBe(2);
    expect(await put(FIRST, by(1))).toBe(3);
  });

  it('names what both sides changed when a change is refused', async () => {
    await put(FIRST.replace('[m2]', '[{ target: m2, ttl: 10m }]'), by(1));
    const refused = put(FIRST.replace('[m2]', '[m1]'), by(1));
    await expect(refused).rejects.toMatchObject({
      currentVersion: 2,
      divergence: {
        commonVersion: 1,
        conflicts: [
          {
            kind: 'edge',
            name: 'm1 -> m2',
            yours: { change: 'removed' },
            theirs: { change: 'changed', after: { ttl: '10m' } },
          },
        ],
        theirs: [{ name: 'm1 -> m2' }],
      },
    });
    await expect(refused).rejects.toThrow('what you change: edge m1 -> m2.');
  });

  it('says so when both sides changed different things', async () => {
    await put(FIRST.replace('http://m2', 'http://m2:80'), by(1));
    const refused = put(FIRST.replace('[m2]', '[m1]'), by(1));
    await expect(refused).rejects.toMatchObject({
      divergence: { conflicts: [], theirs: [{ name: 'm2' }] },
    });
    await expect(refused).rejects.toThrow('touches nothing that others have changed');
  });

  it('keeps comments when one thing is changed', async () => {
    await store.edit(changeMicroservice('m2', { enabled: false, owner: 'team-x' }), by(undefined));
    await store.edit(putEdge({ caller: 'm2', target: 'm1' }, { ttl: '1m' }), by(undefined));
    expect((await store.read()).source).toBe(`# ours
microservices:
  m1: { url: http://m1 } # the shop
  m2: { url: http://m2, enabled: false, owner: team-x }
allow:
  m1: [ m2 ] # since the move
  m2: [ { target: m1, ttl: 1m } ]
`);
  });

  it('stores nothing of a change that leaves no policy', async () => {
    await expect(
      store.edit(putEdge({ caller: 'm1', target: 'm9' }, {}), by(undefined)),
    ).rejects.toMatchObject({
      code: 'M2M_POLICY_INVALID',
      problems: [{ path: 'allow.m1[1]' }],
    });
    expect(await store.read()).toMatchObject({ version: 1, source: FIRST });
  });

  it('gives the name of a microservice that was taken out a new id', async () => {
    await store.edit(removeMicroservice('m2'), by(undefined));
    expect(await edges()).toBe('');
    await store.edit(addMicroservice('m2', { url: 'http://m2' }), by(undefined));
    expect((await history())[0]).toMatchObject({ changes: { added: 1, removed: 0 } });
  });

  it('loses none of the changes that two people make at once', async () => {
    const targets = Array.from({ length: 50 }, (_, index) => `t${index}`);
    const registered = targets.map((name) => `  ${name}: { url: http://${name} }\n`).join('');
    await put(FIRST.replace('allow:', `${registered}allow:`), by(1));
    const one = async () => {
      for (const name of targets) {
        await store.edit(putEdge({ caller: 'm1', target: name }, {}), by(undefined));
      }
    };
    const other = async () => {
      for (const name of targets) {
        await store.edit(putEdge({ caller: 'm2', target: name }, {}), by(undefined));
      }
    };
    await Promise.all([one(), other()]);
    const expected = targets.flatMap((name) => [`m1>${name}`, `m2>${name}`]);
    expect(await edges()).toBe([...expected, 'm1>m2'].toSorted().join(' '));
    expect((await store.read()).source).toContain('# since the move');
    expect((await store.read()).version).toBe(102);
  });
}
