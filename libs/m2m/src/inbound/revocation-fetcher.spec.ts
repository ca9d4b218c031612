import { StubServer } from '../../../../test/support/stub-server.js';
import { remoteRevocationSource } from './revocation-fetcher.js';
import type {
  RevocationAnswer,
  RevocationQuery,
  RevocationSource,
} from './revocation-source.port.js';

describe('fetching the list of revocations', () => {
  let stub: StubServer;
  const ask = (
    { known, waitSec = 0, isRetry = false }: Partial<RevocationQuery> = {},
    signal = new AbortController().signal,
  ): Promise<RevocationAnswer> =>
    remoteRevocationSource([`${stub.url}/revocations`], 500)({ known, waitSec, isRetry, signal });

  beforeEach(async () => {
    stub = await new StubServer().listen();
  });
  afterEach(() => stub.close());

  it('takes the list with its tag', async () => {
    stub.reply = () => ({ headers: { etag: '"7"' }, body: 'a.b.c' });
    expect(await ask()).toEqual({ kind: 'list', jws: 'a.b.c', tag: '"7"' });
    expect(stub.requests).toMatchObject([
      { method: 'GET', path: '/revocations', headers: { accept: 'application/jwt' } },
    ]);
    expect(stub.requests[0]?.headers).not.toHaveProperty('if-none-match');
  });

  it('says what it knows and how long it will wait', async () => {
    stub.reply = () => ({ status: 304 });
    expect(await ask({ known: '"7"', waitSec: 25 })).toEqual({ kind: 'unchanged' });
    expect(stub.requests).toMatchObject([
      { path: '/revocations?wait=25', headers: { 'if-none-match': '"7"' } },
    ]);
  });

  it('tells an auth-server without a list from one in trouble', async () => {
    stub.reply = () => ({ status: 404, body: 'none' });
    expect(await ask()).toEqual({ kind: 'not-offered' });
    stub.reply = () => ({ status: 503 });
    await expect(ask()).rejects.toThrow('status 503');
    stub.reply = () => ({ status: 302, headers: { location: `${stub.url}/elsewhere` } });
    await expect(ask()).rejects.toThrow('status 302');
    expect(stub.requests.every(({ path }) => path === '/revocations')).toBe(true);
  });

  it.each([
    ['hang', 'aborted'],
    ['reset', 'ECONNRESET'],
    ['cut', 'aborted'],
    ['endless', 'larger than'],
  ] as const)('gives up on an answer that does: %s', async (fault, message) => {
    stub.reply = () => fault;
    await expect(ask()).rejects.toThrow(message);
  });

  it('refuses a list that is too large', async () => {
    stub.reply = () => ({ body: 'x'.repeat(1_048_577) });
    await expect(ask()).rejects.toThrow('larger than 1048576 bytes');
  });

  it('ends at once when it is told to', async () => {
    stub.reply = () => 'hang';
    const end = new AbortController();
    const asked = ask({ known: '"7"', waitSec: 25 }, end.signal);
    end.abort();
    await expect(asked).rejects.toThrow('aborted');
  });

  it('speaks https where the address says so', async () => {
    const source = remoteRevocationSource([stub.url.replace('http:', 'https:')], 500);
    const { signal } = new AbortController();
    await expect(source({ known: undefined, waitSec: 0, isRetry: false, signal })).rejects.toThrow(
      /SSL|TLS/i,
    );
    expect(stub.requests).toEqual([]);
  });

  describe('from several auth-servers', () => {
    let other: StubServer;
    let source: RevocationSource;
    const look = (isRetry = false): Promise<RevocationAnswer> =>
      source({ known: undefined, waitSec: 0, isRetry, signal: new AbortController().signal });

    beforeEach(async () => {
      other = await new StubServer().listen();
      source = remoteRevocationSource([stub.url, other.url], 500);
      stub.reply = () => ({ headers: { etag: '"1"' }, body: 'first' });
      other.reply = () => ({ headers: { etag: '"1"' }, body: 'second' });
    });
    afterEach(() => other.close());

    it('asks the next one when one fails, and that one from then on', async () => {
      expect(await look()).toMatchObject({ jws: 'first' });
      stub.reply = () => 'reset';
      expect(await look()).toMatchObject({ jws: 'second' });
      expect(await look()).toMatchObject({ jws: 'second' });
      expect(stub.requests).toHaveLength(2);
    });

    it('asks another one first after an answer that could not be used', async () => {
      expect(await look()).toMatchObject({ jws: 'first' });
      expect(await look(true)).toMatchObject({ jws: 'second' });
      expect(await look(true)).toMatchObject({ jws: 'first' });
    });

    it('asks the next one when one has no list, and gives up only when none has', async () => {
      stub.reply = () => ({ status: 404 });
      expect(await look()).toMatchObject({ jws: 'second' });
      other.reply = () => ({ status: 404 });
      expect(await look()).toEqual({ kind: 'not-offered' });
    });

    it.each(['first', 'last'])(
      'goes on when the %s has no list and the other fails',
      async (at) => {
        const [without, broken] = at === 'first' ? [stub, other] : [other, stub];
        without.reply = () => ({ status: 404 });
        broken.reply = () => 'reset';
        await expect(look()).rejects.toThrow(/ECONNRESET|offers no list/);
      },
    );

    it('fails when all of them do, with what the last one said', async () => {
      stub.reply = () => 'reset';
      other.reply = () => ({ status: 503 });
      await expect(look()).rejects.toThrow('status 503');
    });
  });
});
