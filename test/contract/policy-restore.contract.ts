import type { Database } from '../../apps/auth-server/src/database/database.js';
import { DOCUMENT_LIMITS } from '../../apps/auth-server/src/policy/policy-document.js';
import { PolicyStore, type PolicyAuthor } from '../../apps/auth-server/src/policy/policy-store.js';
import { PolicyVersions } from '../../apps/auth-server/src/policy/policy-versions.service.js';
import { byHand, edgesOf, putSource, reset } from './policy-fixture.js';

const FIRST = `# ours
microservices: { m1: { url: http://m1 }, m2: { url: http://m2 } }
allow: { m1: [m2] } # since the move
`;

const by = (ifMatch: number | undefined): PolicyAuthor => ({ ifMatch, actor: 'ann' });

/** What restoring a version of a policy does, on PGlite and on PostgreSQL alike. */
export function policyRestoreContract(open: () => Promise<Database>): void {
  let database: Database;
  let store: PolicyStore;
  let versions: PolicyVersions;

  const put = (source: string, author: PolicyAuthor): Promise<number> =>
    putSource(store, source, author);

  beforeAll(async () => {
    database = await open();
    store = new PolicyStore(database);
    versions = new PolicyVersions(database);
  });
  beforeEach(async () => {
    await reset(database);
    await put(FIRST, by(0));
  });
  afterAll(() => database.close());

  it('restores a version with its comments and flags, as a version of its own', async () => {
    await put('microservices: { m1: { url: http://other } }', by(1));
    await byHand(database, 'update microservices set enabled = false');
    expect(await store.restore(1, by(3))).toBe(4);
    const { document, source } = await store.read();
    expect(source).toBe(FIRST);
    expect(edgesOf(document)).toBe('m1>m2');
    expect(document.microservices.every(({ isEnabled }) => isEnabled)).toBe(true);
    await expect(store.restore(9, by(4))).rejects.toMatchObject({
      code: 'M2M_POLICY_VERSION_UNKNOWN',
    });
    await expect(store.restore(1, by(2))).rejects.toMatchObject({ code: 'M2M_POLICY_CONFLICT' });
  });

  it('restores a version whose content is longer than the document that it was made from', async () => {
    const names = Array.from({ length: 37 }, (_, index) => `m${index}`);
    const scopes = Array.from({ length: 64 }, (_, index) => `invoice:${10 + index}`).join(',');
    const targets = names.map((name) => `{target: ${name},scopes: [${scopes}]}`).join(',');
    const long = `microservices: {${names.map((name) => `${name}: {url: http://${name}}`).join(',')}}
allow: {${names.map((name) => `${name}: [${targets}]`).join(',')}}
`;
    await put(long, by(1));
    const { content } = await versions.find(2);
    expect(Buffer.byteLength(long)).toBeLessThan(DOCUMENT_LIMITS.bytes);
    expect(Buffer.byteLength(JSON.stringify(content))).toBeGreaterThan(DOCUMENT_LIMITS.bytes);
    await put(FIRST, by(2));
    await store.restore(2, by(3));
    const { document, source } = await store.read();
    expect(document.allow).toHaveLength(37 * 37);
    expect(source).toBe(long);
  });

  it('refuses to restore what is no policy, and changes nothing', async () => {
    await byHand(database, 'update edges set ttl_sec = 8000');
    await put(FIRST, by(undefined));
    await expect(store.restore(2, by(3))).rejects.toMatchObject({
      code: 'M2M_POLICY_INVALID',
      problems: [{ path: 'allow.m1[0].ttl' }],
    });
    expect(await store.read()).toMatchObject({ version: 3, source: FIRST });
  });

  it('refuses to restore a version of which only a broken document was kept', async () => {
    await put(FIRST, by(1));
    await byHand(
      database,
      `update policy_versions set content = null, document = 'allow: {}' where version = 1`,
    );
    await expect(store.restore(1, by(2))).rejects.toMatchObject({ code: 'M2M_POLICY_INVALID' });
    expect(await store.read()).toMatchObject({ version: 2, source: FIRST });
  });
}
