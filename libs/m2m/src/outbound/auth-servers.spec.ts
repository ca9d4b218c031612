import { outboundFixture, recordedEvents } from '../../../../test/support/outbound-fixture.js';
import {
  granted,
  json,
  refused,
  StubAuthServer,
} from '../../../../test/support/stub-auth-server.js';
import { AuthServers } from './auth-servers.js';
import type { M2MOutboundOptions } from './outbound-options.js';

const ASK = { caller: 'm1', issuer: 'auth-server', target: 'm2', scope: '' };

describe('AuthServers', () => {
  let first: StubAuthServer;
  let second: StubAuthServer;
  let opened: AuthServers[];

  beforeEach(async () => {
    first = await new StubAuthServer().listen();
    second = await new StubAuthServer().listen();
    opened = [];
  });
  afterEach(async () => {
    for (const servers of opened) servers.close();
    await Promise.all([first.close(), second.close()]);
  });

  function setUp(more: Partial<M2MOutboundOptions> = {}) {
    const { events, log } = recordedEvents();
    const fixture = outboundFixture({ authServer: first.url, events, ...more });
    const servers = new AuthServers(fixture.options);
    opened.push(servers);
    const request = (attempts = 3) =>
      servers.request(ASK, 'jwt', {
        attempts,
        untilMs: fixture.clock.monotonicMs() + fixture.options.timeoutMs,
      });
    return { ...fixture, log, request };
  }

  const both = () => ({ authServer: [first.url, second.url] });

  it('tries again after growing waits, and takes the answer that comes', async () => {
    const { request, waitsMs } = setUp();
    first.reply = (_, nth) => (nth < 3 ? json(503, {}) : granted());

    await expect(request()).resolves.toMatchObject({ accessToken: 'token-1' });
    expect(waitsMs).toEqual([200, 400]);
  });

  it('waits as long as Retry-After says, and some jitter', async () => {
    const { request, waitsMs } = setUp();
    first.reply = (_, nth) => (nth < 2 ? json(429, {}, { 'retry-after': '2' }) : granted());

    await request();

    expect(waitsMs).toEqual([2_200]);
  });

  it('gives up at once when Retry-After is later than the deadline', async () => {
    const { request, waitsMs } = setUp();
    first.reply = () => json(503, { code: 'M2M_CORE_UNAVAILABLE' }, { 'retry-after': '30' });

    await expect(request()).rejects.toMatchObject({
      code: 'M2M_AUTH_SERVER_UNREACHABLE',
      retryAfterSec: 30,
      reason: 'M2M_CORE_UNAVAILABLE',
    });
    expect(waitsMs).toEqual([]);
    expect(first.requests).toHaveLength(1);
  });

  it('never tries a refusal again', async () => {
    const { request } = setUp(both());
    first.reply = () => refused('M2M_EDGE_NOT_ALLOWED');

    await expect(request()).rejects.toMatchObject({ code: 'M2M_EDGE_NOT_ALLOWED' });
    expect([first.requests.length, second.requests.length]).toEqual([1, 0]);
  });

  it('hands over to the next auth-server at once, and stays with the last good one', async () => {
    const { request, waitsMs } = setUp(both());
    first.reply = () => 'reset';

    await request();
    await request();

    expect(waitsMs).toEqual([]);
    expect([first.requests.length, second.requests.length]).toEqual([1, 2]);
  });

  it('hands over when an auth-server answers nonsense', async () => {
    const { request } = setUp(both());
    first.reply = () => ({ headers: { 'content-type': 'text/html' }, body: '<html>' });

    await expect(request()).resolves.toMatchObject({ accessToken: 'token-1' });
  });

  it('hands over from one that hangs before the deadline is used up', async () => {
    const { request } = setUp({ ...both(), timeoutMs: 200 });
    first.reply = () => 'hang';

    await expect(request()).resolves.toMatchObject({ accessToken: 'token-1' });
  });

  it('leaves a failing auth-server alone, then sends one probe', async () => {
    const { request, clock, log } = setUp({ breakerFailures: 2, breakerOpenMs: 10_000 });
    first.reply = () => json(500, {});
    await expect(request(2)).rejects.toMatchObject({ status: 500 });

    await expect(request()).rejects.toMatchObject({
      code: 'M2M_AUTH_SERVER_UNREACHABLE',
      message: expect.stringContaining('left alone'),
      retryAfterSec: 10,
    });
    expect(first.requests).toHaveLength(2);

    clock.advance(10_000);
    first.reply = () => granted();
    await request();
    expect(first.requests).toHaveLength(3);
    expect(log).toEqual([
      ['breakerChanged', `${first.url}/`, 'opened'],
      ['breakerChanged', `${first.url}/`, 'closed'],
    ]);
  });

  it('names the last real failure when the breaker opens between two tries', async () => {
    const { request } = setUp({ breakerFailures: 1, breakerOpenMs: 100, random: () => 0 });
    first.reply = () => json(500, {});
    const { request: impatient } = setUp({ breakerFailures: 1, breakerOpenMs: 60_000 });

    await expect(request()).rejects.toMatchObject({ status: 500 });
    await expect(impatient()).rejects.toMatchObject({ status: 500 });
  });

  it('sends nothing when the deadline is already over', async () => {
    const { options } = setUp();
    const servers = new AuthServers(options);
    opened.push(servers);

    await expect(
      servers.request(ASK, 'jwt', { attempts: 1, untilMs: options.clock.monotonicMs() }),
    ).rejects.toMatchObject({ code: 'M2M_AUTH_SERVER_UNREACHABLE' });
    expect(first.requests).toEqual([]);
  });

  it('does not let a refusal of credentials open the breaker', async () => {
    const { request } = setUp({ breakerFailures: 1 });
    first.reply = () => refused('M2M_SIGNATURE_INVALID');

    await expect(request()).rejects.toMatchObject({ code: 'M2M_CREDENTIAL_REJECTED' });
    await expect(request()).rejects.toMatchObject({ code: 'M2M_CREDENTIAL_REJECTED' });
    expect(first.requests).toHaveLength(2);
  });
});
