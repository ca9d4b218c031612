import { outboundBench, heard, until } from '../../../../test/support/outbound-fixture.js';
import { granted, refused } from '../../../../test/support/stub-auth-server.js';
import { heldReply } from '../../../../test/support/stub-server.js';

describe('AccessTokens under concurrency', () => {
  const bench = outboundBench();

  it.each([
    ['a cold cache', 0, 'token-1'],
    ['a token that has just expired', 1, 'token-2'],
  ])('sends one request for 10 000 calls with %s', async (_, before, token) => {
    const { tokens, clock } = bench.start();
    for (let call = 0; call < before; call += 1) await tokens.get('m2', '');
    clock.advance(1_800_000);

    const all = await Promise.all(Array.from({ length: 10_000 }, () => tokens.get('m2', '')));

    expect(new Set(all)).toEqual(new Set([token]));
    expect(bench.authServer.requests).toHaveLength(before + 1);
  });

  it('never returns the token of one target, scope set or caller for another', async () => {
    const { tokens } = bench.start();
    bench.authServer.reply = ({ body, headers }) =>
      granted({
        accessToken: Buffer.from(`${headers.authorization} ${body}`).toString('base64url'),
      });
    const asked = [
      ['m2', ''],
      ['m3', ''],
      ['m2', 'a'],
      ['m2', 'a b'],
      ['m2', 'ab'],
    ] as const;

    const all = await Promise.all(asked.map(([target, scope]) => tokens.get(target, scope)));

    expect(all.map((token) => Buffer.from(token, 'base64url').toString())).toEqual([
      'Bearer bootstrap {"target":"m2"}',
      'Bearer bootstrap {"target":"m3"}',
      'Bearer bootstrap {"target":"m2","scope":"a"}',
      'Bearer bootstrap {"target":"m2","scope":"a b"}',
      'Bearer bootstrap {"target":"m2","scope":"ab"}',
    ]);
  });

  it("ends one caller's wait by its signal without cancelling the fetch that others share", async () => {
    const { tokens } = bench.start();
    const caller = new AbortController();
    const held = heldReply();
    bench.authServer.reply = () => held.reply;
    const impatient = tokens.get('m2', '', caller.signal);
    const patient = tokens.get('m2', '');
    await until(() => bench.authServer.requests.length === 1);

    caller.abort(new Error('gone'));

    await expect(impatient).rejects.toThrow('gone');
    held.release(granted());
    await expect(patient).resolves.toBe('token-1');
  });

  it('lets nobody wait whose signal is already aborted, and still fills the cache', async () => {
    const { tokens, log } = bench.start();

    await expect(tokens.get('m2', '', AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
    await heard(log, 'renewed', 1);
    await expect(tokens.get('m2', '')).resolves.toBe('token-1');
    expect(bench.authServer.requests).toHaveLength(1);
  });

  it('does not let a fetch write that began before an invalidation', async () => {
    const { tokens } = bench.start();
    const held = heldReply();
    bench.authServer.reply = (_, nth) => (nth > 1 ? granted({ accessToken: 'new' }) : held.reply);
    const before = tokens.get('m2', '');
    await until(() => bench.authServer.requests.length === 1);
    tokens.invalidate('m2');
    await expect(tokens.get('m2', '')).resolves.toBe('new');

    held.release(granted({ accessToken: 'old' }));
    await before;

    await expect(tokens.get('m2', '')).resolves.toBe('new');
  });

  it('does not let a failure write that began before an invalidation', async () => {
    const { tokens } = bench.start();
    const held = heldReply();
    bench.authServer.reply = (_, nth) => (nth > 1 ? granted({ accessToken: 'new' }) : held.reply);
    const before = tokens.get('m2', '');
    await until(() => bench.authServer.requests.length === 1);
    tokens.invalidate('m2');
    await tokens.get('m2', '');

    held.release(refused('M2M_EDGE_NOT_ALLOWED'));
    await expect(before).rejects.toMatchObject({ code: 'M2M_EDGE_NOT_ALLOWED' });

    await expect(tokens.get('m2', '')).resolves.toBe('new');
  });

  it('forgets all scopes of an invalidated target and none of another', async () => {
    const { tokens } = bench.start();
    await tokens.get('m2', '');
    await tokens.get('m2', 'a');
    await tokens.get('m3', '');

    tokens.invalidate('m2');

    expect(tokens.snapshot().map(({ target, state }) => [target, state])).toEqual([
      ['m3', 'fresh'],
      ['m2', 'missing'],
      ['m2', 'missing'],
    ]);
  });

  it('keeps no more tokens than it was told', async () => {
    const { tokens } = bench.start({ maxTokens: 2 });
    for (const target of ['m1', 'm2', 'm3']) await tokens.get(target, '');

    expect(
      tokens
        .snapshot()
        .map(({ target }) => target)
        .toSorted(),
    ).toEqual(['m2', 'm3']);
  });
});
