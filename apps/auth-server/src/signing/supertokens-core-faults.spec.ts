import { setTimeout as sleep } from 'node:timers/promises';
import { StubServer, type StubReply } from '../../../../test/support/stub-server.js';
import type { CoreFailure } from './core-unavailable.error.js';
import { SuperTokensCore } from './supertokens-core.js';
import { PooledTransport } from './transport/pooled-transport.js';

const TIMEOUT_MS = 400;
const jwk = { kty: 'RSA', kid: 's-1', n: 'n', e: 'AQAB', alg: 'RS256', use: 'sig' };

const json = (body: unknown, status = 200): StubReply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const html = (status: number): StubReply => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: '<h1>java.lang.NullPointerException at secret.internal</h1>',
});
const slowly = async (reply: StubReply): Promise<StubReply> => {
  await sleep(50);
  return reply;
};

const FAULTS: readonly (readonly [string, () => StubReply, CoreFailure])[] = [
  ['answers 500 with a page', () => html(500), 'nonsense'],
  ['answers 200 with a page', () => html(200), 'nonsense'],
  ['answers 502 with JSON', () => json({ message: 'bad gateway' }, 502), 'nonsense'],
  ['answers 200 with no JSON', () => ({ body: '{', headers: {} }), 'nonsense'],
  ['answers an empty object', () => json({}), 'nonsense'],
  ['answers null', () => json(null), 'nonsense'],
  ['refuses our API key', () => json('Invalid API key', 401), 'refused_our_key'],
  ['resets the connection', () => 'reset', 'unreachable'],
  ['never answers', () => 'hang', 'too_slow'],
  ['never ends its answer', () => 'endless', 'nonsense'],
  ['is overloaded for long', () => json('slow down', 429), 'overloaded'],
];

const NO_TOKEN: readonly (readonly [string, () => StubReply])[] = [
  ['an answer cut short', () => 'cut'],
  ['an OK without a token', () => json({ status: 'OK' })],
  ['a token that is no text', () => json({ status: 'OK', jwt: { a: 1 } })],
  ['another status', () => json({ status: 'UNSUPPORTED_ALGORITHM_ERROR' })],
];

describe('SuperTokensCore with a core that goes wrong', () => {
  const stub = new StubServer();
  let transport: PooledTransport;
  let core: SuperTokensCore;
  let port: number;
  let misbehave: (() => StubReply | Promise<StubReply>) | undefined;

  beforeAll(async () => {
    stub.reply = ({ path }) => {
      if (path.startsWith('/apiversion')) return json({ versions: ['5.3', '5.4'] });
      if (misbehave) return misbehave();
      return path.startsWith('/recipe/jwt')
        ? json({ status: 'OK', jwt: 'a.b.c' })
        : json({ keys: [{ ...jwk, d: 'private', x5c: ['x'] }] });
    };
    await stub.listen();
    port = stub.port;
    const options = { timeoutMs: TIMEOUT_MS, publicUrl: 'http://localhost:8000' };
    const apiKey = 'spec-api-key-0123456789';
    transport = new PooledTransport({ ...options, connectionUri: stub.url, apiKey });
    core = new SuperTokensCore({ ...options, transport });
  });
  afterAll(async () => {
    await transport.close();
    await stub.close();
  });
  beforeEach(() => {
    misbehave = undefined;
    stub.requests.length = 0;
  });

  const sign = (): Promise<string> => core.createJwt({ sub: 'm1' }, 60, 'dynamic');

  it('shows its API key to the core, and asks for the key and lifetime it was told', async () => {
    await expect(sign()).resolves.toBe('a.b.c');
    const request = stub.requests.find(({ path }) => path === '/recipe/jwt');
    expect(request?.headers).toMatchObject({
      'api-key': 'spec-api-key-0123456789',
      'cdi-version': '5.4',
    });
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      payload: { sub: 'm1' },
      validity: 60,
      useStaticSigningKey: false,
    });
  });

  it('publishes no member of a key beyond those of a public one', async () => {
    await expect(core.publicKeys()).resolves.toEqual([jwk]);
  });

  it.each(FAULTS)('tells by a name of its own that a core %s', async (_what, reply, failure) => {
    misbehave = reply;
    await expect(sign()).rejects.toMatchObject({ failure, code: 'M2M_CORE_UNAVAILABLE' });
    await expect(core.publicKeys()).rejects.toMatchObject({ failure });
    misbehave = undefined;
    await expect(sign()).resolves.toBe('a.b.c');
  });

  it.each(NO_TOKEN)('takes %s for no token', async (_what, reply) => {
    misbehave = reply;
    await expect(sign()).rejects.toMatchObject({ code: 'M2M_CORE_UNAVAILABLE' });
  });

  it.each([{ keys: [] }, { keys: 'none' }, []])('takes %j for no key set', async (body) => {
    misbehave = () => json(body);
    await expect(core.publicKeys()).rejects.toMatchObject({ failure: 'nonsense' });
  });

  it('never repeats what the core said', async () => {
    misbehave = () => html(500);
    await expect(sign()).rejects.toMatchObject({
      message: 'The SuperTokens core cannot be used: nonsense.',
      cause: expect.objectContaining({ message: expect.stringContaining('secret.internal') }),
    });
  });

  it('waits for a slow core within the deadline', async () => {
    misbehave = () => slowly(json({ status: 'OK', jwt: 'slow.but.sure' }));
    await expect(sign()).resolves.toBe('slow.but.sure');
  });

  it('survives one refusal for overload', async () => {
    const replies = [json('slow down', 429), json({ status: 'OK', jwt: 'a.b.c' })];
    misbehave = () => replies.shift() ?? 'hang';
    await expect(sign()).resolves.toBe('a.b.c');
  });

  it('names a core that is away, and signs again when it is back', async () => {
    await stub.close();
    await expect(sign()).rejects.toMatchObject({ failure: 'unreachable' });
    await stub.listen('127.0.0.1', port);
    await expect(sign()).resolves.toBe('a.b.c');
  });
});
