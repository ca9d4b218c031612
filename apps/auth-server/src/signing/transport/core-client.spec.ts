import { StubServer, type StubReply } from '../../../../../test/support/stub-server.js';
import { CallDeadline } from './call-deadline.js';
import { CoreClient, type CoreRequest } from './core-client.js';
import { CoreHosts, type CoreHost } from './core-hosts.js';

const TIMEOUT_MS = 400;
const OK: StubReply = { body: '{"status":"OK"}' };
const read: CoreRequest = { method: 'GET', path: '/.well-known/jwks.json', headers: {} };
const sign: CoreRequest = { method: 'POST', path: '/recipe/jwt', headers: {}, body: '{"a":1}' };

describe('CoreClient', () => {
  const [one, two] = [new StubServer(), new StubServer()];
  let deadlines: CallDeadline[];
  let hosts: CoreHosts;

  beforeEach(async () => {
    deadlines = [];
    for (const stub of [one, two]) {
      stub.reply = () => OK;
      stub.requests.length = 0;
    }
    await Promise.all([one.listen(), two.listen()]);
  });
  afterEach(async () => {
    for (const deadline of deadlines) deadline.clear();
    await Promise.all([one.close(), two.close()]);
    await hosts.close();
  });

  const clientOf = (...urls: string[]): ((request: CoreRequest) => Promise<unknown>) => {
    hosts = new CoreHosts(urls.join(';'), TIMEOUT_MS);
    const client = new CoreClient(hosts);
    return (request) => {
      const deadline = new CallDeadline(TIMEOUT_MS);
      deadlines.push(deadline);
      return client.send(request, deadline);
    };
  };
  const counts = (): number[] => [one.requests.length, two.requests.length];

  it('keeps to the host that answers, behind its base path', async () => {
    const send = clientOf(`${one.url}/appid-x`, two.url);
    for (let turn = 0; turn < 4; turn += 1) await send(sign);
    expect(counts()).toEqual([4, 0]);
    expect(one.requests[0]).toMatchObject({ path: '/appid-x/recipe/jwt', body: '{"a":1}' });
  });

  it('goes to the next host when nothing listens at the first, and stays there', async () => {
    const send = clientOf(one.url, two.url);
    await one.close();
    await expect(send(sign)).resolves.toEqual({ status: 'OK' });
    await one.listen('127.0.0.1', one.port);
    await send(sign);
    expect(counts()).toEqual([0, 2]);
  });

  it('tries every host before it gives up, and says why', async () => {
    const send = clientOf(one.url, two.url);
    await Promise.all([one.close(), two.close()]);
    await expect(send(sign)).rejects.toMatchObject({
      failure: 'unreachable',
      cause: { code: 'ECONNREFUSED' },
    });
  });

  it.each([
    ['a key set', read],
    ['a signature', sign],
  ])('asks once more, at the next host, for %s that was lost on the way', async (_, request) => {
    one.reply = () => 'reset';
    const send = clientOf(one.url, two.url);
    await expect(send(request)).resolves.toEqual({ status: 'OK' });
    expect(counts()).toEqual([1, 1]);
  });

  it.each(['reset', 'cut'] as const)('asks a single host once more after a %s', async (reply) => {
    one.reply = (_request, nth) => (nth === 1 ? reply : OK);
    await expect(clientOf(one.url)(sign)).resolves.toEqual({ status: 'OK' });
    expect(one.requests).toHaveLength(2);
  });

  it('asks for a signature twice at most, however many hosts lose it', async () => {
    one.reply = () => 'reset';
    two.reply = () => 'reset';
    const send = clientOf(one.url, two.url, `${one.url}/x`);
    await expect(send(sign)).rejects.toMatchObject({ failure: 'unreachable' });
    expect(counts()).toEqual([1, 1]);
  });

  it('aborts a request at its deadline, and lets the next one begin elsewhere', async () => {
    one.reply = () => 'hang';
    const send = clientOf(one.url, two.url);
    await expect(send(sign)).rejects.toMatchObject({ failure: 'too_slow' });
    await expect(send(sign)).resolves.toEqual({ status: 'OK' });
    expect(counts()).toEqual([1, 1]);
  });

  it('keeps no connection to a host that hangs', async () => {
    one.reply = () => 'hang';
    const send = clientOf(one.url);
    await expect(send(sign)).rejects.toMatchObject({ failure: 'too_slow' });
    const { pool } = hosts.inOrder()[0] as CoreHost;
    while (pool.stats.connected > 0) await new Promise(setImmediate);
    expect(pool.stats).toMatchObject({ connected: 0, queued: 0, pending: 0 });
  });

  it.each(['endless', { body: 'x'.repeat(300_000) }] as const)(
    'stops reading an answer that is larger than any of a core',
    async (reply) => {
      one.reply = () => reply;
      await expect(clientOf(one.url)(read)).rejects.toMatchObject({ failure: 'nonsense' });
      expect(one.requests).toHaveLength(1);
    },
  );

  it('follows no redirect', async () => {
    one.reply = () => ({ status: 307, headers: { location: two.url } });
    await expect(clientOf(one.url)(sign)).rejects.toMatchObject({ failure: 'nonsense' });
    expect(two.requests).toEqual([]);
  });

  it('waits as long as an overloaded host asks it to', async () => {
    one.reply = (_request, nth) =>
      nth < 3 ? { status: 429, headers: { 'retry-after': '0' } } : OK;
    await expect(clientOf(one.url)(sign)).resolves.toEqual({ status: 'OK' });
    expect(one.requests).toHaveLength(3);
  });

  it('does not wait for longer than its deadline', async () => {
    one.reply = () => ({ status: 429, headers: { 'retry-after': '1' } });
    await expect(clientOf(one.url)(sign)).rejects.toMatchObject({ failure: 'overloaded' });
    expect(one.requests).toHaveLength(1);
  });

  it('gives up a host that says 429 again and again', async () => {
    one.reply = () => ({ status: 429 });
    await expect(clientOf(one.url)(sign)).rejects.toMatchObject({ failure: 'overloaded' });
    expect(one.requests.length).toBeGreaterThan(1);
  });
});
