import { createApplication, RuntimeModule } from '@app/runtime';
import { Global, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { byHand, eventually, policyOf } from '../../../../test/contract/policy-fixture.js';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import { FakeCore } from '../../../../test/support/fake-core.js';
import { AdminModule } from '../admin/admin.module.js';
import { Database } from '../database/database.js';
import { DatabaseUnavailable } from '../database/database.errors.js';
import { DatabaseModule } from '../database/database.module.js';
import { PolicyStore } from '../policy/policy-store.js';
import { CoreUnavailable } from '../signing/core-unavailable.error.js';
import { PublishedKeySet } from '../signing/published-key-set.service.js';
import { TokenSigner } from '../signing/token-signer.service.js';
import { ChangeWaiters } from './change-waiters.js';
import { RevocationLedger } from './revocation-ledger.service.js';
import { RevocationStore } from './revocation-store.js';
import { RevocationsModule } from './revocations.module.js';

const ADMIN_TOKEN = 'm2m_admin_for_this_spec_and_nothing_else';
const core = new FakeCore();

@Global()
@Module({
  providers: [
    { provide: TokenSigner, useFactory: () => new TokenSigner(core, new PublishedKeySet(core)) },
  ],
  exports: [TokenSigner],
})
class SigningStub {}

@Module({
  imports: [
    RuntimeModule,
    DatabaseModule.forRoot(EMPTY_DATABASE),
    SigningStub,
    AdminModule.forRoot({ home: '', token: ADMIN_TOKEN }),
    RevocationsModule.forRoot({ issuer: 'auth-server' }),
  ],
})
class SpecModule {}

describe('the routes of revocations', () => {
  let app: NestFastifyApplication;
  let url: string;
  let log: CapturedLog;

  const admin = (method: string, path = '', body?: unknown, token = ADMIN_TOKEN) =>
    fetch(`${url}/admin/revocations${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const revoke = async (what: object) => {
    const answer = await admin('POST', '', { ...what, reason: 'a drill' });
    return (await answer.json()) as Record<string, unknown>;
  };
  const list = (query = '', known?: string, signal?: AbortSignal) =>
    fetch(`${url}/revocations${query}`, {
      headers: known === undefined ? {} : { 'if-none-match': known },
      ...(signal !== undefined && { signal }),
    });
  const tagNow = async () => (await list()).headers.get('etag') ?? '';

  beforeAll(async () => {
    log = new CapturedLog({ useLogger: false });
    app = await createApplication({ module: SpecModule }, { logFormat: 'json' });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
    await new PolicyStore(app.get(Database)).seed(
      () => Promise.resolve({ document: policyOf('m1>m2 m2>m1'), source: '' }),
      'spec',
    );
  });
  beforeEach(() => byHand(app.get(Database), 'delete from revocations'));
  afterEach(() => {
    core.signFailure = undefined;
  });
  afterAll(async () => {
    await app.close();
    log.release();
  });

  it('sign what is in force by the time the order is answered', async () => {
    const revoked = await revoke({ microservice: 'm1' });
    expect(revoked).toEqual({
      id: expect.any(String),
      microservice: 'm1',
      reason: 'a drill',
      actor: 'root',
      createdAt: expect.any(String),
    });
    const answer = await list();
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/jwt',
      'cache-control': 'no-cache',
      etag: expect.stringMatching(/^"\d+"$/),
    });
    const keys = createLocalJWKSet(core.forge.jwks());
    const { payload, protectedHeader } = await jwtVerify(await answer.text(), keys, {
      issuer: 'auth-server',
    });
    expect(payload).toMatchObject({
      token_use: 'revocations',
      entries: [{ microservice: 'm1' }],
      exp: (payload.iat ?? 0) + 900,
    });
    expect(payload).not.toHaveProperty('aud');
    expect(protectedHeader.kid).toBe(core.forge.accessKey.keyId);
    expect(JSON.stringify(payload)).not.toMatch(/drill|admin/);
  });

  it('list and lift what was revoked', async () => {
    const { id } = await revoke({ edge: { caller: 'm1', target: 'm2' } });
    const listed = (await (await admin('GET')).json()) as { revocations: object[] };
    expect(listed).toMatchObject({
      version: expect.any(Number),
      revocations: [{ id, edge: { caller: 'm1', target: 'm2' }, reason: 'a drill' }],
    });
    const lifted = await admin('DELETE', `/${String(id)}`);
    expect([lifted.status, lifted.headers.get('cache-control')]).toEqual([204, 'no-store']);
    expect(await (await admin('GET')).json()).toMatchObject({
      revocations: [{ id, notBefore: expect.any(String), expiresAt: expect.any(String) }],
    });
    expect((await admin('DELETE', `/${String(id)}`)).status).toBe(404);
  });

  it('answer 304 to who knows the version, and hold the answer for as long as is asked', async () => {
    const known = await tagNow();
    expect((await list('', known)).status).toBe(304);
    const held = list('?wait=25', known);
    await eventually(() => app.get(ChangeWaiters).size === 1);
    await revoke({ kid: 'd-1' });
    const answer = await held;
    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).not.toBe(known);
    expect((await list('?wait=1', answer.headers.get('etag') ?? '')).status).toBe(304);
    expect((await list('?wait=25', known)).status).toBe(200);
  });

  it('forget who has left', async () => {
    const known = await tagNow();
    const leaving = new AbortController();
    const held = list('?wait=25', known, leaving.signal).catch((error: Error) => error.name);
    await eventually(() => app.get(ChangeWaiters).size === 1);
    leaving.abort();
    expect(await held).toBe('AbortError');
    await eventually(() => app.get(ChangeWaiters).size === 0);
  });

  it.each([
    [{}, 400, 'M2M_REQUEST_INVALID'],
    [{ microservice: 'm1' }, 400, 'M2M_REQUEST_INVALID'],
    [{ microservice: 'm9', reason: 'a drill' }, 400, 'M2M_MICROSERVICE_UNKNOWN'],
  ])('refuse the order %j', async (body, status, code) => {
    const answer = await admin('POST', '', body);
    expect([answer.status, await answer.json()]).toMatchObject([status, { code }]);
  });

  it('refuse a wait that is none, an id that is none, and who is no administrator', async () => {
    const wait = await list('?wait=long');
    expect([wait.status, await wait.json()]).toMatchObject([400, { code: 'M2M_REQUEST_INVALID' }]);
    for (const id of ['x', 'retired:m4', '5d4e5b3c-0000-4000-8000-000000000000']) {
      const answer = await admin('DELETE', `/${id}`);
      expect([answer.status, await answer.json()]).toMatchObject([
        404,
        { code: 'M2M_REVOCATION_UNKNOWN' },
      ]);
    }
    for (const [method, path] of [
      ['GET', ''],
      ['POST', ''],
      ['DELETE', '/x'],
    ] as const) {
      expect((await admin(method, path, undefined, 'not-the-admin-token')).status).toBe(401);
    }
  });

  it('say that there is no more room', async () => {
    const store = app.get(RevocationStore);
    const { RevocationsFull } = await import('./revocations.errors.js');
    jest.spyOn(store, 'add').mockRejectedValueOnce(new RevocationsFull(5000));
    const answer = await admin('POST', '', { jti: 'one', reason: 'a drill' });
    expect([answer.status, await answer.json()]).toMatchObject([
      409,
      { code: 'M2M_REVOCATIONS_FULL' },
    ]);
  });

  it('answer 503 while the core does not sign or the database is away', async () => {
    await revoke({ kid: 'd-2' });
    core.signFailure = new CoreUnavailable('unreachable');
    const unsigned = await list();
    expect(unsigned.headers.get('retry-after')).toBe('2');
    expect([unsigned.status, await unsigned.json()]).toMatchObject([
      503,
      { code: 'M2M_CORE_UNAVAILABLE' },
    ]);
    jest.spyOn(app.get(RevocationStore), 'add').mockRejectedValueOnce(new DatabaseUnavailable());
    const unstored = await admin('POST', '', { jti: 'one', reason: 'a drill' });
    expect(unstored.status).toBe(503);
  });

  it('say that it is done when it is written, though it cannot be read back', async () => {
    const ledger = app.get(RevocationLedger);
    const away = jest.spyOn(ledger, 'refresh').mockRejectedValue(new DatabaseUnavailable());
    const added = await admin('POST', '', { jti: 'one', reason: 'a drill' });
    expect(added.status).toBe(201);
    const { id } = (await added.json()) as { id: string };
    expect((await admin('DELETE', `/${id}`)).status).toBe(204);
    away.mockRestore();
    expect((await ledger.refresh()).entries).toEqual([]);
  });

  it('answer 500 for a fault of their own, and say nothing about it', async () => {
    jest
      .spyOn(app.get(RevocationStore), 'add')
      .mockRejectedValueOnce(new Error('secret internals'));
    const answer = await admin('POST', '', { jti: 'one', reason: 'a drill' });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret internals');
  });

  it('hold nobody up when the server stops', async () => {
    const known = await tagNow();
    const held = list('?wait=25', known);
    await eventually(() => app.get(ChangeWaiters).size === 1);
    app.get(RevocationsModule).beforeApplicationShutdown();
    expect((await held).status).toBe(304);
  });
});
