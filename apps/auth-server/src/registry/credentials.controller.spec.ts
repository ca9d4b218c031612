import { generateKeyPairSync } from 'node:crypto';
import { byHand, valueOf } from '../../../../test/contract/policy-fixture.js';
import { CredentialDesk } from '../../../../test/support/credential-desk.js';
import { DatabaseUnavailable } from '../database/database.errors.js';
import { PolicySnapshots } from '../policy/policy-snapshots.service.js';
import { CoreUnavailable } from '../signing/core-unavailable.error.js';
import { CredentialGate } from './credential-gate.service.js';
import type { CredentialBody } from './credential-response.js';
import { authenticateSecret } from './credential-secret.js';
import { CredentialStore } from './credential-store.js';

const DAY_MS = 24 * 3600 * 1000;

const publicJwk = () => ({
  kid: 'k1',
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
});

describe('/admin/microservices/:name/credentials', () => {
  let desk: CredentialDesk;

  beforeAll(async () => {
    desk = await CredentialDesk.open();
  });
  beforeEach(() => desk.reset());
  afterEach(() => {
    desk.core.signFailure = undefined;
    jest.restoreAllMocks();
  });
  afterAll(() => desk.close());

  it('hands a secret out once, and knows it at once', async () => {
    const response = await desk.post({ kind: 'secret', label: 'blue' });
    expect([response.status, response.headers.get('cache-control')]).toEqual([201, 'no-store']);
    const body = (await response.json()) as CredentialBody;
    expect(body).toMatchObject({ kind: 'secret', label: 'blue', registered: true });
    const { id, secret = '', createdAt = '', expiresAt } = body;
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(90 * DAY_MS);
    expect(authenticateSecret(desk.registry, 'm1', secret, Date.now())?.credentialId).toBe(id);
    expect(JSON.stringify(await desk.listed())).not.toContain(secret);
    expect(await valueOf(desk.database, `select secret_sha256 from credentials`)).toMatch(
      /^[0-9a-f]{64}$/,
    );
  });

  it('signs a bootstrap token whose jti is recorded', async () => {
    const { id, token = '' } = await desk.made({ kind: 'bootstrap' });
    const [, payload = ''] = token.split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      iss: 'auth-server',
      sub: 'm1',
      aud: 'auth-server',
      jti: id,
    });
    expect(desk.core.signed.at(-1)).toMatchObject({ key: 'static', ttlSec: 90 * 24 * 3600 });
    expect(desk.registry.credentialByJti(id)?.microservice).toBe('m1');
  });

  it.each([
    ['keys', { jwks: { keys: [publicJwk()] } }],
    ['an address of keys', { jwks_uri: 'https://m1.example/jwks.json' }],
  ])('registers %s, and shows them', async (_, keys) => {
    const body = await desk.made({ kind: 'public_key', ...keys });
    expect(body).toMatchObject(keys);
    expect(body).not.toHaveProperty('secret');
    expect((await desk.listed())[0]).toMatchObject(keys);
  });

  it('lets a hundred years pass when they are meant', async () => {
    await desk.made({ kind: 'bootstrap', forever: true });
    expect(desk.core.signed.at(-1)?.ttlSec).toBe(36_500 * 24 * 3600);
  });

  it('keeps many alive side by side, of equal labels too, and ends one alone', async () => {
    const secrets = [];
    for (let index = 0; index < 12; index++) {
      secrets.push(await desk.made({ kind: 'secret', label: 'same' }));
    }
    const [gone] = secrets;
    const path = `m1/credentials/${gone?.id}`;
    expect((await desk.send('DELETE', path)).status).toBe(204);
    expect((await desk.send('DELETE', path)).status).toBe(204);
    const alive = secrets.map(({ secret = '' }) =>
      authenticateSecret(desk.registry, 'm1', secret, Date.now()),
    );
    expect(alive.filter((client) => client !== undefined)).toHaveLength(11);
    expect(alive[0]).toBeUndefined();
    expect((await desk.listed()).filter(({ revokedAt }) => revokedAt !== undefined)).toHaveLength(
      1,
    );
  });

  it('makes no more than a hundred that live', async () => {
    await byHand(
      desk.database,
      `insert into credentials (id, microservice_id, kind, created_by, expires_at, secret_sha256)
       select 'x' || n, m.id, 'secret', 'spec', now() + interval '1 day', 'ab'
       from microservices m, generate_series(1, 100) n where m.name = 'm1'`,
    );
    const response = await desk.post({ kind: 'secret' });
    expect([response.status, await response.json()]).toEqual([
      409,
      expect.objectContaining({ code: 'M2M_CREDENTIAL_LIMIT' }),
    ]);
  });

  it.each([
    ['POST', 'm9/credentials', 'M2M_MICROSERVICE_UNKNOWN'],
    ['POST', 'M1/credentials', 'M2M_MICROSERVICE_UNKNOWN'],
    ['POST', '__proto__/credentials', 'M2M_MICROSERVICE_UNKNOWN'],
    ['POST', "'%20OR%201=1--/credentials", 'M2M_MICROSERVICE_UNKNOWN'],
    ['POST', '%F0%9F%92%A9/credentials', 'M2M_MICROSERVICE_UNKNOWN'],
    ['POST', 'm1%00/credentials', 'M2M_MICROSERVICE_UNKNOWN'],
    ['GET', 'm9/credentials', 'M2M_MICROSERVICE_UNKNOWN'],
    ['DELETE', 'm9/credentials/aaaaaaaaaaaaaaaa', 'M2M_MICROSERVICE_UNKNOWN'],
    ['DELETE', 'm1/credentials/aaaaaaaaaaaaaaaa', 'M2M_CREDENTIAL_UNKNOWN'],
    ['DELETE', 'm1/credentials/a%00', 'M2M_CREDENTIAL_UNKNOWN'],
  ])('knows nothing at %s %s', async (method, path, code) => {
    const response = await desk.send(
      method,
      path,
      method === 'POST' ? { kind: 'secret' } : undefined,
    );
    expect([response.status, await response.json()]).toEqual([
      404,
      expect.objectContaining({ code }),
    ]);
  });

  it('does not end the credential of another microservice', async () => {
    const { id } = await desk.made({ kind: 'secret' });
    expect((await desk.send('DELETE', `m2/credentials/${id}`)).status).toBe(404);
  });

  it.each(['POST', 'GET', 'DELETE'])('serves %s to administrators only', async (method) => {
    const path = method === 'DELETE' ? 'm1/credentials/x' : 'm1/credentials';
    const body = method === 'POST' ? { kind: 'secret' } : undefined;
    expect((await desk.send(method, path, body, 'somebody-else')).status).toBe(401);
  });

  it('says which member is wrong, and repeats nothing of it', async () => {
    const response = await desk.post({ kind: 'secret', label: 'tell-tale\n' });
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ code: 'M2M_REQUEST_INVALID', member: 'label' }),
    ]);
  });

  it('answers 503 while the core does not sign, and records nothing', async () => {
    desk.core.signFailure = new CoreUnavailable('unreachable');
    const response = await desk.post({ kind: 'bootstrap' });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await desk.listed()).toEqual([]);
  });

  it('answers 503 while the database is away', async () => {
    jest.spyOn(desk.app.get(CredentialStore), 'list').mockRejectedValue(new DatabaseUnavailable());
    const response = await desk.send('GET', 'm1/credentials');
    expect([response.status, await response.json()]).toEqual([
      503,
      expect.objectContaining({ code: 'M2M_DATABASE_UNAVAILABLE' }),
    ]);
  });

  it('hands out what is written even when it cannot be read back now', async () => {
    const refresh = jest.spyOn(desk.app.get(PolicySnapshots), 'refresh');
    refresh.mockRejectedValueOnce(new DatabaseUnavailable());
    expect(await desk.made({ kind: 'secret' })).toHaveProperty('secret');
  });

  it('hides an unexpected fault', async () => {
    jest.spyOn(desk.app.get(CredentialStore), 'add').mockRejectedValue(new Error('tell-tale'));
    const response = await desk.post({ kind: 'secret' });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('tell-tale');
  });

  it('gives a name that was deleted and made again nothing of its predecessor', async () => {
    const secret = await desk.made({ kind: 'secret' });
    const bootstrap = await desk.made({ kind: 'bootstrap' });
    await desk.writePolicy(['m2']);
    await desk.writePolicy(['m1', 'm2']);
    expect(await desk.listed()).toEqual([]);
    const client = authenticateSecret(desk.registry, 'm1', secret.secret ?? '', Date.now());
    expect(client).toBeUndefined();
    const issuedAt = new Date(bootstrap.createdAt ?? '');
    const old = { name: 'm1', issuedAt, tokenId: bootstrap.id };
    expect(desk.app.get(CredentialGate).judge(desk.registry, old)).toMatchObject({
      reason: 'credential_before_not_before',
    });
  });
});
