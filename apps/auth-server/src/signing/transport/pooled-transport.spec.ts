import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { StubServer, type StubReply } from '../../../../../test/support/stub-server.js';
import { CoreIncompatible } from '../core-unavailable.error.js';
import { CallDeadline } from './call-deadline.js';
import { CDI_VERSION, PooledTransport } from './pooled-transport.js';

const VERSIONS = '{"versions":["5.3","5.4"]}';

const request = {
  payload: { sub: 'm1' },
  validity: 60,
  useStaticSigningKey: false,
  algorithm: 'RS256',
  jwksDomain: 'http://localhost:8000',
} as const;

describe('PooledTransport', () => {
  const stub = new StubServer();
  let versions: StubReply;
  let transport: PooledTransport;
  let deadline: CallDeadline;

  beforeAll(() => stub.listen());
  afterAll(() => stub.close());
  beforeEach(() => {
    versions = { body: VERSIONS };
    stub.requests.length = 0;
    stub.reply = ({ path }) =>
      path.startsWith('/apiversion') ? versions : { body: '{"status":"OK","jwt":"a.b.c"}' };
    transport = open('spec-api-key-0123456789');
    deadline = new CallDeadline(2000);
  });
  afterEach(async () => {
    deadline.clear();
    await transport.close();
  });

  const open = (apiKey?: string): PooledTransport =>
    new PooledTransport({
      connectionUri: stub.url,
      timeoutMs: 2000,
      publicUrl: 'http://localhost:8000',
      ...(apiKey !== undefined && { apiKey }),
    });
  const paths = (): string[] => stub.requests.map(({ path }) => path.replace(/\?.*/, ''));

  it('speaks the version of the interface that the SDK speaks', () => {
    const sdk = createRequire(__filename).resolve('supertokens-node');
    const version = readFileSync(sdk.replace(/index\.js$/, 'lib/build/version.js'), 'utf8');
    expect(version).toContain(`exports.cdiSupported = ["${CDI_VERSION}"]`);
  });

  it('asks for a token as the SDK does', async () => {
    await expect(transport.createJwt(request, deadline)).resolves.toEqual({
      status: 'OK',
      jwt: 'a.b.c',
    });
    expect(stub.requests[1]).toMatchObject({
      method: 'POST',
      path: '/recipe/jwt',
      body: '{"payload":{"sub":"m1"},"validity":60,"useStaticSigningKey":false,"algorithm":"RS256","jwksDomain":"http://localhost:8000"}',
      headers: {
        'api-key': 'spec-api-key-0123456789',
        'cdi-version': '5.4',
        'content-type': 'application/json; charset=utf-8',
        rid: 'jwt',
      },
    });
  });

  it('asks which versions the core speaks once, and tells it for whom', async () => {
    await Promise.all([transport.jwks(deadline), transport.jwks(deadline)]);
    await transport.createJwt(request, deadline);
    expect(paths()).toEqual([
      '/apiversion',
      '/.well-known/jwks.json',
      '/.well-known/jwks.json',
      '/recipe/jwt',
    ]);
    expect(stub.requests[0]?.path).toBe(
      '/apiversion?apiDomain=http%3A%2F%2Flocalhost%3A8000&websiteDomain=http%3A%2F%2Flocalhost%3A8000',
    );
  });

  it('shows no API key when it has none', async () => {
    const keyless = open();
    await keyless.jwks(deadline);
    await keyless.close();
    for (const { headers } of stub.requests) expect(headers).not.toHaveProperty('api-key');
  });

  it('does not use a core that speaks other versions only', async () => {
    versions = { body: '{"versions":["2.21","5.3","5.40"]}' };
    await expect(transport.jwks(deadline)).rejects.toBeInstanceOf(CoreIncompatible);
    expect(paths()).toEqual(['/apiversion']);
  });

  it.each(['{}', 'null', '{"versions":"5.4"}'])(
    'takes %s for no list of versions',
    async (body) => {
      versions = { body };
      await expect(transport.jwks(deadline)).rejects.toMatchObject({ failure: 'nonsense' });
    },
  );

  it('asks again after it was not told', async () => {
    versions = { status: 500 };
    await expect(transport.jwks(deadline)).rejects.toMatchObject({ failure: 'nonsense' });
    versions = { body: VERSIONS };
    await expect(transport.jwks(deadline)).resolves.toMatchObject({ status: 'OK' });
  });
});
