import { gzipSync } from 'node:zlib';
import { FaultServer, type FaultMode } from '../../../../test/support/fault-server.js';
import { TokenForge } from '../../../../test/support/token-forge.js';
import { remoteKeySource } from './key-set-fetcher.js';

const forge = new TokenForge();
const LIMITS = { deadlineMs: 250, maxBytes: 1_048_576 };

const packed = (text: string) => ({
  body: gzipSync(text),
  type: 'application/json',
  encoding: 'gzip',
});

describe('a key set fetched over HTTP', () => {
  const server = new FaultServer(() => forge.jwks());
  const canary = new FaultServer(() => forge.jwks());

  beforeAll(async () => {
    await Promise.all([server.listen(), canary.listen()]);
    server.redirectTo = canary.url;
  });
  afterAll(() => Promise.all([server.close(), canary.close()]));

  const fetchKeys = (mode: FaultMode, limits = LIMITS) => {
    server.mode = mode;
    return remoteKeySource(server.url, limits)();
  };

  it('is the document of the endpoint, in one request', async () => {
    server.requests = 0;
    await expect(fetchKeys('ok')).resolves.toEqual(forge.jwks());
    expect(server.requests).toBe(1);
  });

  it.each([
    ['F30', 'status-500', /status 500/],
    ['F32', 'hang', /timeout/],
    ['F33', 'drip', /timeout/],
    ['F34', 'truncate', /terminated/],
    ['F41', 'huge', /larger than 1048576 bytes/],
  ] as const)('fails within its deadline (%s, %s)', async (_row, mode, reason) => {
    await expect(fetchKeys(mode)).rejects.toThrow(reason);
  });

  it('does not follow a redirect (F45)', async () => {
    await expect(fetchKeys('redirect')).rejects.toThrow(/status 302/);
    expect(canary.requests).toBe(0);
  });

  it('fails when nobody listens', async () => {
    const closed = new FaultServer(() => undefined);
    await closed.listen();
    const source = remoteKeySource(closed.url, LIMITS);
    await closed.close();
    await expect(source()).rejects.toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ code: 'ECONNREFUSED' }) }),
    );
  });

  it.each([
    ['HTML', '<html></html>', 'text/html; charset=utf-8'],
    ['no type', '{"keys":[]}', ''],
    ['HTML that calls itself JSON', '<html></html>', 'application/json'],
    ['null', 'null', 'application/json'],
    ['a list', '[]', 'application/json'],
    ['a text', '"keys"', 'application/json'],
    ['an empty body', '', 'application/json'],
    ['bytes that are not UTF-8', Buffer.of(0x22, 0xff, 0x22), 'application/json'],
    ['gzip that is not declared', gzipSync('{"keys":[]}'), 'application/json'],
  ])('fails on garbage: %s (F42)', async (_what, body, type) => {
    server.garbage = { body, type };
    await expect(fetchKeys('garbage')).rejects.toThrow(/JSON|encoded data/);
  });

  it('may be compressed, but the cap holds for what comes out of it (F41)', async () => {
    server.garbage = packed('{"keys":[]}');
    await expect(fetchKeys('garbage')).resolves.toEqual({ keys: [] });
    server.garbage = packed(`{"keys":[${' '.repeat(50_000_000)}]}`);
    const patient = { ...LIMITS, deadlineMs: 20_000 };
    await expect(fetchKeys('garbage', patient)).rejects.toThrow('larger than 1048576 bytes');
  });

  it('may have the media type of key sets', async () => {
    server.garbage = { body: '{"keys":[]}', type: 'application/jwk-set+json' };
    await expect(fetchKeys('garbage')).resolves.toEqual({ keys: [] });
  });

  describe('from several places', () => {
    const other = new FaultServer(() => forge.jwks());
    beforeAll(() => other.listen());
    afterAll(() => other.close());
    beforeEach(() => {
      server.requests = other.requests = 0;
    });

    it.each(['status-500', 'truncate', 'redirect', 'hang'] as const)(
      'asks the next one when one does: %s; then that one first',
      async (mode) => {
        server.mode = mode;
        other.mode = 'ok';
        const source = remoteKeySource([server.url, other.url], LIMITS);
        await expect(source()).resolves.toEqual(forge.jwks());
        await expect(source()).resolves.toEqual(forge.jwks());
        expect([server.requests, other.requests]).toEqual([1, 2]);
      },
    );

    it('gives each of them a share of the one deadline', async () => {
      server.mode = other.mode = 'hang';
      await expect(remoteKeySource([server.url, other.url], LIMITS)()).rejects.toThrow(/timeout/);
      expect([server.requests, other.requests]).toEqual([1, 1]);
    });
  });
});
