import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { edgesOf, reset, valueOf } from '../../../../test/contract/policy-fixture.js';
import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import type { Database } from '../database/database.js';
import { openDatabase } from '../database/open-database.js';
import { PolicyStore } from './policy-store.js';
import { PolicyFileInvalid, PolicyFileUnreadable } from './policy.errors.js';
import { seedPolicy } from './seed-policy.js';

describe('seedPolicy', () => {
  let database: Database;
  let store: PolicyStore;
  let folder: string;
  const fileOf = async (text: string): Promise<string> => {
    const file = join(folder, 'policy.yaml');
    await writeFile(file, text);
    return file;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'm2m-seed-'));
    database = await openDatabase(EMPTY_DATABASE);
    store = new PolicyStore(database);
  });
  beforeEach(() => reset(database));
  afterAll(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });

  it('fills an empty database and keeps the file in its own words, comments and all', async () => {
    const text = '# ours\nmicroservices: { m1: { url: http://m1 } }\nallow: { m1: [m1] }\n';
    expect(await seedPolicy(store, await fileOf(text))).toBe(true);
    const { version, document } = await store.read();
    expect([version, edgesOf(document)]).toEqual([1, 'm1>m1']);
    expect(await valueOf(database, 'select document from policy_versions')).toBe(text);
  });

  it('leaves a database alone that holds a policy, and does not read the file', async () => {
    await seedPolicy(store, await fileOf('microservices: { m1: { url: http://m1 } }'));
    expect(await seedPolicy(store, join(folder, 'gone.yaml'))).toBe(false);
    expect(await store.read()).toMatchObject({ version: 1 });
  });

  it('refuses a wrong file with file, line and column of each problem, and stores nothing', async () => {
    const file = await fileOf('microservices:\n  M1: { url: http://m1 }\nalow: {}\n');
    const refused = seedPolicy(store, file);
    await expect(refused).rejects.toThrow(PolicyFileInvalid);
    await expect(refused).rejects.toThrow(`${file}:2:3 "M1" cannot be a name`);
    await expect(refused).rejects.toThrow(`${file}:3:1 Unknown key "alow": did you mean allow.`);
    await expect(refused).rejects.toMatchObject({ code: 'M2M_POLICY_INVALID' });
    expect(await store.read()).toMatchObject({ version: 0 });
  });

  it('says what to do when there is no file', async () => {
    const refused = seedPolicy(store, join(folder, 'gone.yaml'));
    await expect(refused).rejects.toThrow(PolicyFileUnreadable);
    await expect(refused).rejects.toMatchObject({ cause: { code: 'ENOENT' } });
    await expect(refused).rejects.toThrow('M2M_POLICY_FILE');
  });
});
