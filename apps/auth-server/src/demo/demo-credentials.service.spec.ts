import { createLocalJWKSet, jwtVerify } from 'jose';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import { FakeCore } from '../../../../test/support/fake-core.js';
import { TokenForge } from '../../../../test/support/token-forge.js';
import type { PolicySnapshots } from '../policy/policy-snapshots.service.js';
import { PublishedKeySet } from '../signing/published-key-set.service.js';
import { TokenSigner } from '../signing/token-signer.service.js';
import { openDatabase } from '../database/open-database.js';
import type { Database } from '../database/database.js';
import { PolicyStore } from '../policy/policy-store.js';
import { readSnapshot } from '../policy/read-snapshot.js';
import type { PolicySnapshot } from '../policy/policy-snapshot.js';
import { CredentialIssuer } from '../registry/credential-issuer.service.js';
import { CredentialStore } from '../registry/credential-store.js';
import { DemoCredentials } from './demo-credentials.service.js';
import { DemoModule } from './demo.module.js';

const DAY_SEC = 24 * 3600;

describe('DemoCredentials', () => {
  const forge = new TokenForge();
  let folder: string;
  let log: CapturedLog;
  let database: Database;
  let snapshot: PolicySnapshot;

  beforeAll(async () => {
    database = await openDatabase(EMPTY_DATABASE);
    const microservices = ['m1', 'm2'].map((name) => ({
      name,
      url: `http://${name}`,
      isEnabled: true,
    }));
    const change = { ifMatch: 0, actor: 'spec', source: '' };
    await new PolicyStore(database).replace({ microservices, allow: [] }, change);
  });
  afterAll(() => database.close());

  beforeEach(async () => {
    log = new CapturedLog();
    folder = await mkdtemp(join(tmpdir(), 'm2m-demo-'));
  });
  afterEach(async () => {
    log.release();
    await rm(folder, { recursive: true });
  });

  const start = async (core = new FakeCore(forge)): Promise<PublishedKeySet> => {
    const refresh = async () => {
      snapshot = await readSnapshot(database);
    };
    await refresh();
    const policy = { current: () => snapshot } as unknown as PolicySnapshots;
    const published = new PublishedKeySet(core);
    const signer = new TokenSigner(core, published);
    const options = { folder, issuer: 'auth-server' };
    const credentials = new CredentialIssuer(
      new CredentialStore(database),
      signer,
      { refreshIfPossible: refresh },
      { issuer: 'auth-server', acceptsUnregistered: true },
    );
    await new DemoCredentials(policy, published, credentials, options).onApplicationBootstrap();
    return published;
  };
  const credential = (name: string): Promise<string> =>
    readFile(join(folder, `${name}.jwt`), 'utf8');

  it('gives every microservice a bootstrap token that only its owner may read', async () => {
    const published = await start();
    expect((await readdir(folder)).toSorted()).toEqual(['m1.jwt', 'm2.jwt']);
    expect((await stat(join(folder, 'm1.jwt'))).mode & 0o777).toBe(0o600);
    const keySet = createLocalJWKSet(JSON.parse(published.current?.document ?? '{}'));
    const { payload, protectedHeader } = await jwtVerify((await credential('m2')).trim(), keySet, {
      issuer: 'auth-server',
      audience: 'auth-server',
    });
    expect(protectedHeader.kid).toMatch(/^s-/);
    expect(payload).toMatchObject({
      sub: 'm2',
      token_use: 'bootstrap',
      jti: expect.any(String),
      exp: Number(payload.iat) + 365 * DAY_SEC,
    });
  });

  it('keeps a record of every credential', async () => {
    await start();
    expect(snapshot.registry.credentialsOf('m1').at(-1)).toMatchObject({
      kind: 'bootstrap',
      label: 'demo',
    });
  });

  it('keeps the credentials of an earlier start', async () => {
    await start();
    const before = [await credential('m1'), await credential('m2')];
    await start();
    expect([await credential('m1'), await credential('m2')]).toEqual(before);
  });

  it('replaces credentials whose key the core has lost', async () => {
    await start();
    const before = await credential('m1');
    await start(new FakeCore());
    expect(await credential('m1')).not.toBe(before);
  });

  it('replaces one that is about to end, and one that is none', async () => {
    const exp = Math.floor(Date.now() / 1000) + 29 * DAY_SEC;
    const dying = forge.bootstrapToken({ exp });
    await writeFile(join(folder, 'm1.jwt'), dying);
    await writeFile(join(folder, 'm2.jwt'), 'no token');
    await start();
    expect(await credential('m1')).not.toContain(dying);
    expect(await credential('m2')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  });

  it('tells where a credential is, and never what it is', async () => {
    await start();
    expect(log.lines.map(({ microservice }) => microservice)).toEqual(
      expect.arrayContaining(['m1', 'm2']),
    );
    expect(log.text).toContain(join(folder, 'm1.jwt'));
    for (const part of (await credential('m1')).trim().split('.')) {
      expect(log.text).not.toContain(part);
    }
  });

  it('is a room that the list of rooms may leave out', () => {
    const options = { folder, issuer: 'auth-server' };
    expect(DemoModule.forRoot(options)).toMatchObject({
      module: DemoModule,
      providers: [{ useValue: options }, DemoCredentials],
    });
  });
});
