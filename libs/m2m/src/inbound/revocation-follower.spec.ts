import { eventually } from '../../../../test/contract/policy-fixture.js';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { FakeClock } from '../../../../test/support/fake-clock.js';
import { signedRevocations } from '../../../../test/support/signed-revocations.js';
import { heldReply, StubServer, type StubReply } from '../../../../test/support/stub-server.js';
import { TokenForge } from '../../../../test/support/token-forge.js';
import { resolveInboundOptions } from './inbound-options.js';
import { KeySet } from './key-set.js';
import { RevocationFeed } from './revocation-feed.js';
import { remoteRevocationSource } from './revocation-fetcher.js';
import { RevocationFollower } from './revocation-follower.js';

const OFTEN_MS = 20;

const failNamelessly = () => Promise.reject('no error object');

describe('following the list of revocations', () => {
  const clock = new FakeClock();
  const forge = new TokenForge(() => clock.nowMs());
  let stub: StubServer;
  let log: CapturedLog;
  let follower: RevocationFollower;
  let feed: RevocationFeed;
  let told: string[];
  let places: () => string[];

  const list = (version: number, ...names: string[]): StubReply => ({
    headers: { etag: `"${version}"` },
    body: signedRevocations(
      forge,
      version,
      names.map((microservice) => ({ microservice })),
    ),
  });

  const start = (waitSec: number, isFollowed = true): void => {
    const options = resolveInboundOptions({
      name: 'm2',
      keySource: () => Promise.resolve(forge.jwks()),
      clock,
      events: {
        revocationsChanged: (version, entries) => told.push(`${entries} of ${version}`),
        revocationsFailed: () => told.push('failed'),
        revocationsStale: (ageSec) => told.push(`stale ${ageSec}`),
      },
    });
    const { keySource: source, timing } = options;
    const revocations = {
      source: isFollowed ? remoteRevocationSource(places(), 500) : undefined,
      waitSec,
      intervalMs: OFTEN_MS,
      staleAfterMs: 60_000,
    };
    feed = new RevocationFeed({ ...revocations, clock });
    const keySet = new KeySet({ source, timing, clock });
    follower = new RevocationFollower(feed, keySet, { ...options, revocations });
    follower.onApplicationBootstrap();
  };
  const alarms = () => log.lines.filter(({ level }) => level === 'error');

  beforeEach(async () => {
    places = () => [`${stub.url}/revocations`];
    told = [];
    log = new CapturedLog();
    stub = await new StubServer().listen();
  });
  afterEach(async () => {
    follower.onModuleDestroy();
    await stub.close();
    log.release();
  });

  it('asks again and again when polled, and puts what is new in force', async () => {
    stub.reply = (_request, nth) => (nth === 1 ? list(7) : { status: 304 });
    start(0);
    await eventually(() => stub.requests.length > 2);
    expect(stub.requests[2]?.headers['if-none-match']).toBe('"7"');
    stub.reply = () => list(8, 'm1');
    await eventually(() => feed.snapshot().version === 8);
    expect(told).toEqual(['0 of 7', '1 of 8']);
    expect(stub.requests.every(({ path }) => path === '/revocations')).toBe(true);
  });

  it('leaves a request with the auth-server when pushed, and asks anew once it is answered', async () => {
    const held = heldReply();
    stub.reply = (_request, nth) => (nth === 1 ? list(7) : nth === 2 ? held.reply : 'hang');
    start(25);
    await eventually(() => stub.requests.length === 2);
    expect(stub.requests[1]).toMatchObject({
      path: '/revocations?wait=25',
      headers: { 'if-none-match': '"7"' },
    });
    held.release(list(8, 'm1'));
    await eventually(() => stub.requests.length === 3);
    expect(feed.snapshot()).toMatchObject({ version: 8, entries: 1, isFollowed: true });
    expect(told).toEqual(['0 of 7', '1 of 8']);
  });

  it('keeps what it knows through an outage, and alarms once when it becomes stale', async () => {
    stub.reply = (_request, nth) => (nth === 1 ? list(7, 'm1') : { status: 500 });
    start(0);
    await eventually(() => told.includes('failed'));
    expect(alarms()).toEqual([]);
    clock.advance(60_000);
    await eventually(() => told.includes('stale 60'));
    const failures = told.length;
    await eventually(() => told.length > failures + 2);
    expect(feed.snapshot()).toMatchObject({ version: 7, entries: 1, isStale: true });
    expect(alarms()).toMatchObject([{ message: expect.stringMatching(/^Nothing was heard/) }]);
    stub.reply = () => ({ status: 304 });
    await eventually(() => !feed.snapshot().isStale);
    await eventually(() => log.text.includes('is followed again'));
    expect(told.filter((event) => event.startsWith('stale'))).toEqual(['stale 60']);
  });

  it('takes neither an older list nor a forged one', async () => {
    stub.reply = () => list(7, 'm1');
    start(0);
    await eventually(() => feed.snapshot().version === 7);
    stub.reply = () => list(6);
    await eventually(() => told.includes('failed'));
    const stranger = { signWith: forge.bootstrapKey.privateKey };
    stub.reply = () => ({ body: signedRevocations(forge, 9, [], {}, stranger) });
    const { length } = stub.requests;
    await eventually(() => stub.requests.length > length + 2);
    expect(feed.snapshot()).toMatchObject({ version: 7, entries: 1 });
  });

  it('asks another auth-server when one shows an older list', async () => {
    const behind = await new StubServer().listen();
    behind.reply = () => list(6);
    stub.reply = () => list(7, 'm1');
    places = () => [`${stub.url}/revocations`, `${behind.url}/revocations`];
    start(0);
    await eventually(() => feed.snapshot().version === 7);
    const { length } = stub.requests;
    stub.reply = (_request, nth) => (nth === length + 1 ? 'reset' : list(8));
    await eventually(() => feed.snapshot().version === 8);
    expect(behind.requests).toHaveLength(1);
    await behind.close();
  });

  it('hears of the same list again without calling it news', async () => {
    stub.reply = () => list(7);
    start(25);
    await eventually(() => stub.requests.length > 2);
    expect(told).toEqual(['0 of 7']);
  });

  it('is switched off, with one line, by an auth-server that has no list', async () => {
    stub.reply = () => ({ status: 404 });
    start(25);
    await eventually(() => !feed.snapshot().isFollowed);
    await eventually(() => log.text.includes('offers no list of revocations'));
    expect([stub.requests.length, told]).toEqual([1, []]);
  });

  it('takes it for an outage when a list is no longer there', async () => {
    stub.reply = (_request, nth) => (nth === 1 ? list(7, 'm1') : { status: 404 });
    start(0);
    await eventually(() => told.includes('failed'));
    expect(feed.snapshot()).toMatchObject({ isFollowed: true, entries: 1 });
  });

  it('asks nobody when revocations are not followed', () => {
    start(25, false);
    expect(stub.requests).toEqual([]);
  });

  it('lets go of a request that is being held when the application ends, without an alarm', async () => {
    stub.reply = (_request, nth) => (nth === 1 ? list(7) : 'hang');
    start(25);
    await eventually(() => stub.requests.length === 2);
    clock.advance(60_000);
    follower.onModuleDestroy();
    await new Promise((resolve) => setImmediate(resolve));
    expect([told, alarms()]).toEqual([['0 of 7'], []]);
  });

  it('names whatever a source fails with', async () => {
    start(0, false);
    const options = { ...resolveInboundOptions({ name: 'm2', authServer: stub.url, clock }) };
    const revocations = {
      source: failNamelessly,
      waitSec: 0,
      intervalMs: OFTEN_MS,
      staleAfterMs: 0,
    };
    const own = new RevocationFeed({ ...revocations, clock });
    const keySet = new KeySet({ source: options.keySource, timing: options.timing, clock });
    follower = new RevocationFollower(own, keySet, { ...options, revocations });
    follower.onApplicationBootstrap();
    await eventually(() => log.text.includes('no error object'));
  });
});
