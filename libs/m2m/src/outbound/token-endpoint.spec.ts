import { granted, json, StubAuthServer } from '../../../../test/support/stub-auth-server.js';
import { FakeClock } from '../../../../test/support/fake-clock.js';
import { TokenEndpoint } from './token-endpoint.js';

const ASK = { caller: 'm1', issuer: 'auth-server', target: 'm2', scope: '' };

describe('TokenEndpoint', () => {
  let server: StubAuthServer;
  let endpoint: TokenEndpoint;
  const clock = new FakeClock();

  beforeEach(async () => {
    server = await new StubAuthServer().listen();
    endpoint = new TokenEndpoint(new URL(server.url), clock);
  });
  afterEach(async () => {
    endpoint.close();
    await server.close();
  });

  const request = (ask = ASK, deadlineMs = 5_000) => endpoint.request(ask, 'jwt', deadlineMs);

  it('asks as the wire contract says and stamps the moment of sending', async () => {
    const sentAtMs = clock.monotonicMs();
    server.reply = () => {
      clock.advance(700);
      return granted({ accessToken: 'a' });
    };

    await expect(request({ ...ASK, scope: 'a b' })).resolves.toEqual({
      accessToken: 'a',
      isBound: false,
      expiresInSec: 1_800,
      refreshInSec: 300,
      sentAtMs,
    });
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      path: '/accesstoken',
      headers: { authorization: 'Bearer jwt', 'content-type': 'application/json' },
      body: '{"target":"m2","scope":"a b"}',
    });
  });

  it('says which process asks, by the same plain name every time', async () => {
    await request();
    await request();
    const names = server.requests.map(({ headers }) => headers['m2m-instance']);
    expect(names).toEqual([expect.stringMatching(/^[\w-]{16}$/), names[0]]);
  });

  it.each([['/auth'], ['/auth/']])('keeps the path %s of the auth-server', async (path) => {
    const below = new TokenEndpoint(new URL(`${server.url}${path}`), clock);
    await below.request(ASK, 'jwt', 5_000);
    below.close();

    expect(server.requests[0]?.path).toBe('/auth/accesstoken');
  });

  it.each([
    ['never answers', 'hang', 'no complete answer within 50 ms'],
    ['resets the connection', 'reset', 'ECONNRESET'],
    ['breaks off in the middle', 'cut', 'ECONNRESET'],
  ] as const)('calls an auth-server that %s unreachable', async (_, reply, reason) => {
    server.reply = () => reply;

    await expect(request(ASK, 50)).rejects.toMatchObject({
      code: 'M2M_AUTH_SERVER_UNREACHABLE',
      message: expect.stringContaining(reason),
      status: undefined,
    });
  });

  it('counts the deadline to the last byte, not to the first', async () => {
    server.reply = () => ({ headers: { 'content-length': '10' }, body: 'half' });

    await expect(request(ASK, 50)).rejects.toThrow('no complete answer within 50 ms');
  });

  it('calls a port where nobody listens unreachable', async () => {
    await server.close();

    await expect(request()).rejects.toMatchObject({
      code: 'M2M_AUTH_SERVER_UNREACHABLE',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('stops reading an answer without end', async () => {
    server.reply = () => 'endless';

    await expect(request()).rejects.toMatchObject({
      code: 'M2M_TOKEN_RESPONSE_INVALID',
      message: expect.stringContaining('larger than 65536 bytes'),
    });
  });

  it('does not follow a redirect, so the credential stays with the auth-server', async () => {
    const canary = await new StubAuthServer().listen();
    server.reply = () => json(307, {}, { location: `${canary.url}/accesstoken` });

    await expect(request()).rejects.toThrow('its status is 307, a redirect');
    expect(canary.requests).toEqual([]);
    await canary.close();
  });

  it('ignores a proxy of the environment', async () => {
    const canary = await new StubAuthServer().listen();
    const before = { ...process.env };
    Object.assign(process.env, { HTTP_PROXY: canary.url, http_proxy: canary.url });

    await request();

    process.env = before;
    expect(canary.requests).toEqual([]);
    await canary.close();
  });

  it('speaks TLS to an https auth-server', async () => {
    const secure = new TokenEndpoint(new URL(server.url.replace('http:', 'https:')), clock);

    await expect(secure.request(ASK, 'jwt', 5_000)).rejects.toMatchObject({
      code: 'M2M_AUTH_SERVER_UNREACHABLE',
    });
    expect(server.requests).toEqual([]);
    secure.close();
  });

  it('never puts the credential into an error', async () => {
    server.reply = () => 'reset';
    const error: unknown = await endpoint
      .request(ASK, 'hush', 5_000)
      .catch((caught: unknown) => caught);

    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('hush');
  });
});
