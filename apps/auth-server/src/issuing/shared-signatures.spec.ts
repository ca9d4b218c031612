import { SharedSignatures, type SignedToken } from './shared-signatures.js';

const claims = { iss: 'auth-server', sub: 'm1', aud: 'm2', jti: 'one', scope: 'a' };

describe('SharedSignatures', () => {
  let shared: SharedSignatures;
  let signed: number;

  beforeEach(() => {
    shared = new SharedSignatures();
    signed = 0;
  });

  const sign = async (): Promise<SignedToken> => {
    signed += 1;
    const tokenId = `id-${signed}`;
    await new Promise(setImmediate);
    return { tokenId, accessToken: 'a.b.c' };
  };
  const run = (more: object = {}, ttlSec = 60) =>
    shared.run({ claims: { ...claims, ...more }, ttlSec }, sign);

  it('gives equal requests at the same moment one token, with one id', async () => {
    const tokens = await Promise.all([run(), run({ jti: 'two' }), run({ jti: 'three' })]);
    expect(tokens.map(({ tokenId }) => tokenId)).toEqual(['id-1', 'id-1', 'id-1']);
    expect(signed).toBe(1);
  });

  it('signs anew once the one before is over', async () => {
    await run();
    await expect(run()).resolves.toMatchObject({ tokenId: 'id-2' });
  });

  it.each([
    ['caller', { sub: 'm3' }],
    ['target', { aud: 'm1' }],
    ['scope', { scope: 'a b' }],
    ['member that nobody thought of', { new: true }],
  ])('shares nothing between requests that differ in their %s', async (_what, more) => {
    await Promise.all([run(), run(more)]);
    expect(signed).toBe(2);
  });

  it('shares nothing between requests for different lifetimes', async () => {
    await Promise.all([run(), run({}, 30)]);
    expect(signed).toBe(2);
  });

  it.each([{ cnf: { jkt: 'k' } }, { act: { sub: 'm3' } }])(
    'never shares a token that is one caller’s own: %j',
    async (more) => {
      await Promise.all([run(more), run(more)]);
      expect(signed).toBe(2);
    },
  );

  it('fails for all who wait, and tries again for the next one', async () => {
    const failure = new Error('the core is away');
    const fail = () => Promise.reject(failure);
    const wanted = { claims, ttlSec: 60 };
    const both = [shared.run(wanted, fail), shared.run(wanted, sign)];
    for (const each of both) await expect(each).rejects.toBe(failure);
    await expect(run()).resolves.toMatchObject({ tokenId: 'id-1' });
  });
});
