import type { Database } from '../../apps/auth-server/src/database/database.js';
import { PolicyStore } from '../../apps/auth-server/src/policy/policy-store.js';
import { PolicyConflict } from '../../apps/auth-server/src/policy/policy.errors.js';
import { byHand, edgesOf, policyOf, reset, valueOf } from './policy-fixture.js';

const change = (ifMatch: number | null) => ({ ifMatch, actor: 'spec', source: 'the source' });

/** What a policy in tables does, on PGlite and on PostgreSQL alike. */
export function policyStoreContract(open: () => Promise<Database>): void {
  let database: Database;
  let store: PolicyStore;

  const replace = async (edges: string, also: readonly string[] = []): Promise<number> =>
    store.replace(policyOf(edges, also), change((await store.read()).version));
  const stored = async (): Promise<string> => edgesOf((await store.read()).document);
  const idOf = (name: string) =>
    valueOf(database, `select id from microservices where name = '${name}'`);

  beforeAll(async () => {
    database = await open();
    store = new PolicyStore(database);
  });
  beforeEach(() => reset(database));
  afterAll(() => database.close());

  it('is at version 0 and empty before anything is written', async () => {
    expect(await store.read()).toMatchObject({
      version: 0,
      document: { microservices: [], allow: [] },
    });
  });

  it('keeps whom the policy trusts, and for whom', async () => {
    const rule = {
      issuer: 'https://platform.example',
      audience: 'auth-server',
      subject: 'system:serviceaccount:prod:m1',
      jwksUri: undefined,
      microservice: 'm1',
      maxAgeSec: 3600,
    };
    const published = {
      ...rule,
      subject: 'repo:acme/m1',
      jwksUri: 'https://platform.example/keys',
    };
    const trusting = async (...trust: (typeof rule | typeof published)[]) =>
      store.replace({ ...policyOf('m1>m2'), trust }, change((await store.read()).version));
    const trusted = async () => (await store.read()).document.trust;

    await trusting(rule, published);
    expect(await trusted()).toHaveLength(2);
    expect(await trusted()).toEqual(expect.arrayContaining([rule, published]));
    const before = (await store.read()).version;
    expect(await trusting(published, { ...rule, microservice: 'm2' })).toBe(before + 1);
    expect(await trusted()).toEqual(
      expect.arrayContaining([published, { ...rule, microservice: 'm2' }]),
    );
    await replace('m1>m2');
    expect(await trusted()).toBeUndefined();
  });

  it('gives back what was put, at the next version', async () => {
    expect(await replace('m1>m1 m1>m2:b,a m2>m1', ['m3'])).toBe(1);
    const { version, document } = await store.read();
    expect(version).toBe(1);
    expect(edgesOf(document)).toBe('m1>m1 m1>m2:b,a m2>m1');
    expect(document.microservices.map(({ name, url }) => [name, url])).toEqual([
      ['m1', 'http://m1:80'],
      ['m2', 'http://m2:80'],
      ['m3', 'http://m3:80'],
    ]);
  });

  it('changes edges, scopes and urls to what the document says', async () => {
    await replace('m1>m1 m1>m2 m1>m3 m2>m1:a');
    await replace('m1>m1 m2>m1:a,b m2>m2', ['m3']);
    expect(await stored()).toBe('m1>m1 m2>m1:a,b m2>m2');
    const { version, document } = await store.read();
    const moved = document.microservices.map((one) => ({ ...one, url: `${one.url}80` }));
    await store.replace({ ...document, microservices: moved }, change(version));
    expect(await valueOf(database, `select url from microservices where name = 'm2'`)).toBe(
      'http://m2:8080',
    );
  });

  it('gives back more edges than one page of them', async () => {
    const names = Array.from({ length: 65 }, (_, index) => `m${index}`);
    const edges = names.flatMap((caller) => names.map((target) => `${caller}>${target}`));
    await replace(edges.join(' '));
    expect(await stored()).toBe(edges.toSorted().join(' '));
  });

  it('keeps the id of a microservice that stays', async () => {
    await replace('m1>m2');
    const before = await idOf('m1');
    await replace('m1>m3');
    expect(await idOf('m1')).toBe(before);
  });

  it('gives a name that was deleted and comes back a new id, and refuses its old credentials', async () => {
    await replace('m1>m2');
    const before = await idOf('m2');
    await replace('m1>m1');
    await replace('m1>m2');
    expect(await idOf('m2')).not.toBe(before);
    const query = `select not_before > created_at - interval '1 minute' from microservices where name =`;
    expect(await valueOf(database, `${query} 'm2'`)).toBe(true);
    expect(await valueOf(database, `${query} 'm1'`)).toBeNull();
  });

  it('refuses the credentials of a name that was renamed away and comes back', async () => {
    await replace('m1>m2');
    await byHand(database, `update microservices set name = 'm9' where name = 'm2'`);
    await replace('m1>m2 m9>m9');
    const query = `select count(*)::int from microservices where not_before is not null and name =`;
    expect(await valueOf(database, `${query} 'm2'`)).toBe(1);
    expect(await valueOf(database, `${query} 'm9'`)).toBe(0);
  });

  it('keeps a not-before of its own that a new microservice brings', async () => {
    const row = `gen_random_uuid(), 'm1', 'http://m1', '2026-01-02T03:04:05Z'`;
    await byHand(database, `insert into microservices (id, name, url, not_before) values (${row})`);
    const query = `select not_before = '2026-01-02T03:04:05Z'::timestamptz from microservices`;
    expect(await valueOf(database, query)).toBe(true);
  });

  it('leaves a microservice disabled that the document does not speak of', async () => {
    await replace('m1>m2');
    await byHand(database, `update microservices set enabled = false where name = 'm2'`);
    await replace('m1>m1 m1>m2');
    expect((await store.read()).document.microservices).toMatchObject([
      { name: 'm1', isEnabled: true },
      { name: 'm2', isEnabled: false },
    ]);
  });

  it.each([
    ['disables', false],
    ['enables', true],
  ])('%s what the document says so of', async (_verb, isEnabled) => {
    await replace('m1>m1');
    await byHand(database, `update microservices set enabled = ${!isEnabled}`);
    const { version, document } = await store.read();
    const microservices = document.microservices.map((one) => ({ ...one, isEnabled }));
    await store.replace({ ...document, microservices }, change(version));
    expect(await valueOf(database, 'select enabled from microservices')).toBe(isEnabled);
  });

  it.each([99, 0, null])(
    'refuses a change made for version %s and stores nothing',
    async (version) => {
      await replace('m1>m1');
      const refused = store.replace(policyOf('m2>m2'), change(version));
      await expect(refused).rejects.toThrow(PolicyConflict);
      await expect(refused).rejects.toMatchObject({ currentVersion: 1 });
      expect(await stored()).toBe('m1>m1');
    },
  );

  it('lets one of many simultaneous changes of one version win and loses none', async () => {
    const { version } = await store.read();
    const results = await Promise.allSettled(
      ['m1>m1', 'm2>m2', 'm3>m3', 'm4>m4', 'm5>m5', 'm6>m6'].map((edges) =>
        store.replace(policyOf(edges), change(version)),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const reasons = results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(reasons.every((reason) => reason instanceof PolicyConflict)).toBe(true);
    expect((await store.read()).version).toBe(1);
    expect(await valueOf(database, 'select count(*)::int from policy_versions')).toBe(1);
  });

  it('stores nothing of a document that fails half-way', async () => {
    await replace('m1>m1');
    const { microservices } = policyOf('', ['m2']);
    const broken = {
      microservices,
      allow: [{ caller: 'm2', target: 'ghost', scopes: [], mode: 'enforce' as const }],
    };
    await expect(store.replace(broken, change(1))).rejects.toThrow('ghost');
    expect(await store.read()).toMatchObject({ version: 1 });
    expect(await stored()).toBe('m1>m1');
  });

  it('makes a version of a document that changes nothing, so that none of its words are lost', async () => {
    await replace('m1>m1');
    expect(await replace('m1>m1')).toBe(2);
    await replace('');
    expect(await replace('')).toBe(4);
    expect(await valueOf(database, 'select count(*)::int from policy_versions')).toBe(4);
  });

  it('keeps each document in the words of its author', async () => {
    await replace('m1>m1');
    await replace('m1>m2');
    const query = `select string_agg(version || actor || document, ';' order by version) from policy_versions`;
    expect(await valueOf(database, query)).toBe('1specthe source;2specthe source');
  });

  it.each([
    `update microservices set enabled = false`,
    `update microservices set not_before = now()`,
    `delete from microservices`,
    `delete from edges`,
    `update edges set scopes = '{a}'`,
    `truncate edges`,
    `insert into revoked_credentials (jti, microservice_id) select 'j', id from microservices limit 1`,
  ])('raises the version once for a change by hand: %s', async (statement) => {
    await replace('m1>m1 m1>m2');
    await byHand(database, statement);
    expect((await store.read()).version).toBe(2);
  });

  it('leaves the version as it is when a change is rolled back', async () => {
    await replace('m1>m1');
    await expect(
      database.transaction(async (queries) => {
        await queries.execute('delete from edges');
        throw new RangeError('changed my mind');
      }),
    ).rejects.toThrow(RangeError);
    expect(await store.read()).toMatchObject({ version: 1 });
  });

  it('seeds once, however many start at the same moment', async () => {
    const load = jest.fn(async () => ({ document: policyOf('m1>m1'), source: 'file' }));
    const seeded = await Promise.all([1, 2, 3].map(() => store.seed(load, 'first start')));
    expect(seeded.filter(Boolean)).toEqual([true]);
    expect(load).toHaveBeenCalledTimes(1);
    expect(await stored()).toBe('m1>m1');
  });

  it('does not seed a policy again that was emptied on purpose', async () => {
    await replace('m1>m1');
    await replace('');
    const load = jest.fn();
    expect(await store.seed(load, 'first start')).toBe(false);
    expect(load).not.toHaveBeenCalled();
  });

  it('refuses a name twice, in the words of the database', async () => {
    await replace('m1>m1');
    const row = `gen_random_uuid(), 'm1', 'http://m1'`;
    const twice = byHand(database, `insert into microservices (id, name, url) values (${row})`);
    await expect(twice).rejects.toMatchObject({
      sqlState: '23505',
      constraint: 'microservices_name_unique',
    });
  });

  it('says what to do when the row of the version is lost', async () => {
    await byHand(database, 'delete from policy_state');
    await expect(store.read()).rejects.toThrow('restore the database from a backup');
    await byHand(database, 'insert into policy_state (id, version) values (1, 0)');
  });
}
