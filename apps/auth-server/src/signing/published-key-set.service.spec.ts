import { FakeCore } from '../../../../test/support/fake-core.js';
import { TokenForge } from '../../../../test/support/token-forge.js';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { CoreIncompatible, CoreUnavailable } from './core-unavailable.error.js';
import { PublishedKeySet } from './published-key-set.service.js';

const REFRESH_INTERVAL_MS = 20_000;
const away = new CoreUnavailable('unreachable');

const nextRefresh = (): Promise<void> => afterMs(REFRESH_INTERVAL_MS);

const afterMs = async (ms: number): Promise<void> => {
  jest.advanceTimersByTime(ms);
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('PublishedKeySet', () => {
  const forge = new TokenForge();
  let core: FakeCore;
  let published: PublishedKeySet;
  let log: CapturedLog;

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    log = new CapturedLog();
    core = new FakeCore(forge);
    published = new PublishedKeySet(core);
  });
  afterEach(() => {
    published.onApplicationShutdown();
    log.release();
    jest.useRealTimers();
  });

  const messages = (): unknown[] => log.lines.map(({ message }) => message);

  it('has nothing to publish before the core was reached', () => {
    expect(published.current).toBeUndefined();
    expect(published.isCoreAnswering).toBe(false);
    expect(published.ageMs).toBeUndefined();
  });

  it('grows older while the core does not show its keys', async () => {
    await published.refresh();
    jest.advanceTimersByTime(5000);
    expect(published.ageMs).toBe(5000);
    core.readFailure = away;
    await expect(published.refresh()).rejects.toBe(away);
    expect(published.ageMs).toBe(5000);
    core.readFailure = undefined;
    await published.refresh();
    expect(published.ageMs).toBe(0);
  });

  it('publishes every key of the core and nothing private', async () => {
    await published.onApplicationBootstrap();
    const { keys } = JSON.parse(published.current?.document ?? '') as { keys: object[] };
    expect(keys).toEqual(core.forge.jwks().keys);
    expect(published.current?.document).not.toMatch(/"(d|p|q|dp|dq|qi)":/);
    expect(published.isCoreAnswering).toBe(true);
  });

  it('changes its validator exactly when the keys change', async () => {
    await published.refresh();
    const etag = published.current?.etag;
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    await published.refresh();
    expect(published.current?.etag).toBe(etag);
    core.forge.rotate();
    await published.refresh();
    expect(published.current?.etag).not.toBe(etag);
    expect(messages()).toEqual(['key set published', 'key set published']);
  });

  it('F16: tells which keys of credentials the core has lost, and is silent about others', async () => {
    await published.refresh();
    core.hiddenKeyIds.add(core.forge.accessKey.keyId);
    await published.refresh();
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
    const { keyId } = core.forge.bootstrapKey;
    core.hiddenKeyIds.add(keyId);
    core.forge.rotate();
    await published.refresh();
    expect(log.lines.filter(({ level }) => level === 'error')).toMatchObject([
      { message: expect.stringContaining('restore the core’s database') },
    ]);
    expect(log.text).toContain(keyId);
  });

  it('reads the keys once for callers at the same moment', async () => {
    await Promise.all(Array.from({ length: 20 }, () => published.refresh()));
    expect(core.keyReads).toBe(1);
    await published.refresh();
    expect(core.keyReads).toBe(2);
  });

  it('keeps its last key set while the core is away, and says so once', async () => {
    await published.onApplicationBootstrap();
    const before = published.current;
    core.readFailure = away;
    await nextRefresh();
    await nextRefresh();
    expect(published.current).toBe(before);
    expect(published.isCoreAnswering).toBe(false);
    core.readFailure = undefined;
    await nextRefresh();
    expect(published.isCoreAnswering).toBe(true);
    expect(messages()).toEqual([
      'key set published',
      'the core does not sign; its last key set stays published',
      'the core answers again',
    ]);
  });

  it('starts while the core is away and finds it later', async () => {
    core.readFailure = away;
    await published.onApplicationBootstrap();
    expect(published.current).toBeUndefined();
    core.readFailure = undefined;
    await nextRefresh();
    expect(published.isCoreAnswering).toBe(true);
  });

  it('does not start with a core that speaks another protocol', async () => {
    core.readFailure = new CoreIncompatible();
    await expect(published.onApplicationBootstrap()).rejects.toBe(core.readFailure);
  });

  it('is not ready with a core that shows its keys but refuses our API key', async () => {
    core.signFailure = new CoreUnavailable('refused_our_key');
    await published.onApplicationBootstrap();
    expect(published.current?.keys).toHaveLength(forge.jwks().keys.length);
    expect(published.isCoreAnswering).toBe(false);
    expect(log.lines).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        message: 'the core does not sign; its last key set stays published',
      }),
    );
    expect(log.text).toContain('refused_our_key');
  });

  it('probes with a token that is of no use to anybody', async () => {
    await published.onApplicationBootstrap();
    expect(core.signed).toEqual([{ payload: { sub: 'auth-server' }, ttlSec: 1, key: 'dynamic' }]);
  });

  it('finds a key that appeared since, and only then asks the core', async () => {
    await published.refresh();
    const { keyId: former } = core.forge.accessKey;
    await expect(published.including(former)).resolves.toBe(published.current);
    expect(core.keyReads).toBe(1);
    core.forge.rotate();
    const { keyId: latter } = core.forge.accessKey;
    const found = await published.including(latter);
    expect(found).toBe(published.current);
    expect(core.keyReads).toBe(2);
    await expect(published.including('d-unknown')).resolves.toBeUndefined();
  });

  it('says so when the core cannot show a key that is needed now, and is not ready', async () => {
    await published.onApplicationBootstrap();
    core.readFailure = away;
    await expect(published.including('d-new')).rejects.toBe(away);
    expect(published.isCoreAnswering).toBe(false);
  });

  it('is ready again within two seconds when a single read of the keys failed', async () => {
    await published.onApplicationBootstrap();
    core.readFailure = away;
    await expect(published.including('d-new')).rejects.toBe(away);
    await afterMs(1000);
    await expect(published.including('d-new')).rejects.toBe(away);
    core.readFailure = undefined;
    await afterMs(1000);
    expect(published.isCoreAnswering).toBe(true);
  });

  it('gives the key set to a verifier in this process, read first if need be', async () => {
    await expect(published.jwks()).resolves.toEqual(core.forge.jwks());
    await published.jwks();
    expect(core.keyReads).toBe(1);
  });

  it('asks again every two seconds while the core is away', async () => {
    core.readFailure = away;
    await published.onApplicationBootstrap();
    await afterMs(2000);
    core.readFailure = undefined;
    await afterMs(2000);
    expect([core.keyReads, published.isCoreAnswering]).toEqual([3, true]);
    await afterMs(2000);
    expect(core.keyReads).toBe(3);
  });

  it('finds out at once, and once for all who ask, whether a failed call was the core’s fault', async () => {
    published.suspect();
    await published.onApplicationBootstrap();
    core.signFailure = away;
    for (let call = 0; call < 10; call += 1) published.suspect();
    await afterMs(0);
    expect([core.keyReads, published.isCoreAnswering]).toEqual([2, false]);
    published.suspect();
    await afterMs(0);
    expect(core.keyReads).toBe(2);
  });

  it('asks the core no more once the process stops', async () => {
    await published.onApplicationBootstrap();
    published.onApplicationShutdown();
    published.suspect();
    await nextRefresh();
    expect(core.keyReads).toBe(1);
  });
});
