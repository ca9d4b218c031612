import { FakeCore } from '../../../../test/support/fake-core.js';
import { TokenForge } from '../../../../test/support/token-forge.js';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { CoreUnavailable } from './core-unavailable.error.js';
import { PublishedKeySet } from './published-key-set.service.js';
import { TokenSigner } from './token-signer.service.js';

const request = { claims: { sub: 'm1' }, ttlSec: 60, key: 'dynamic' } as const;

describe('TokenSigner', () => {
  const forge = new TokenForge();
  let core: FakeCore;
  let published: PublishedKeySet;
  let signer: TokenSigner;
  let log: CapturedLog;

  beforeEach(() => {
    log = new CapturedLog();
    core = new FakeCore(forge);
    published = new PublishedKeySet(core);
    signer = new TokenSigner(core, published);
  });
  afterEach(() => log.release());

  const verify = (token: string) =>
    jwtVerify(token, createLocalJWKSet(JSON.parse(published.current?.document ?? '{}')));

  it.each(['static', 'dynamic'] as const)('signs with the %s key of the core', async (key) => {
    const token = await signer.sign({ ...request, key });
    const { payload, protectedHeader } = await verify(token);
    expect(payload).toMatchObject({ sub: 'm1', exp: Number(payload.iat) + 60 });
    expect(protectedHeader.kid).toMatch(key === 'static' ? /^s-/ : /^d-/);
  });

  it('publishes the key of a token before the token leaves', async () => {
    await signer.sign(request);
    core.forge.rotate();
    const token = await signer.sign(request);
    await expect(verify(token)).resolves.toMatchObject({ payload: { sub: 'm1' } });
  });

  it('looks for a key once, not once per token', async () => {
    const including = jest.spyOn(published, 'including');
    for (let turn = 0; turn < 3; turn += 1) await signer.sign(request);
    expect(including).toHaveBeenCalledTimes(1);
    await signer.sign({ ...request, key: 'static' });
    expect(including).toHaveBeenCalledTimes(2);
  });

  it('looks again when the set has changed, and hands out no token whose key left it', async () => {
    await signer.sign(request);
    core.hiddenKeyIds.add(core.forge.accessKey.keyId);
    await published.refresh();
    await expect(signer.sign(request)).rejects.toMatchObject({ failure: 'nonsense' });
  });

  it('hands out no token whose key the core does not publish', async () => {
    core.hiddenKeyIds.add(core.forge.accessKey.keyId);
    await expect(signer.sign(request)).rejects.toMatchObject({ failure: 'nonsense' });
  });

  it('hands out no token while its key cannot be read', async () => {
    core.readFailure = new CoreUnavailable('unreachable');
    await expect(signer.sign(request)).rejects.toBe(core.readFailure);
  });

  it.each(['', 'no token', 'e30.e30.x'])('takes "%s" for no token at all', async (text) => {
    core.nonsense = text;
    await expect(signer.sign(request)).rejects.toMatchObject({ failure: 'nonsense' });
  });

  it('passes on that the core does not sign', async () => {
    core.signFailure = new CoreUnavailable('too_slow');
    await expect(signer.sign(request)).rejects.toBe(core.signFailure);
  });
});
