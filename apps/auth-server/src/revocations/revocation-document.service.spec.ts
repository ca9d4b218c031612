import { decodeJwt } from 'jose';
import { FakeClock } from '../../../../test/support/fake-clock.js';
import { FakeCore } from '../../../../test/support/fake-core.js';
import { revocationOf } from '../../../../test/support/revocation-of.js';
import { TokenForge } from '../../../../test/support/token-forge.js';
import { CoreUnavailable } from '../signing/core-unavailable.error.js';
import type { TokenSigner } from '../signing/token-signer.service.js';
import { RevocationDocuments } from './revocation-document.service.js';
import type { RevocationLedger } from './revocation-ledger.service.js';
import { RevocationSnapshot } from './revocation-snapshot.js';

const forge = new TokenForge();

function setUp() {
  const core = new FakeCore(forge);
  const clock = new FakeClock();
  const state = { snapshot: new RevocationSnapshot(1) };
  const ledger = { current: () => state.snapshot } as unknown as RevocationLedger;
  const signer = {
    sign: ({ claims, ttlSec, key }: Parameters<TokenSigner['sign']>[0]) =>
      core.createJwt(claims, ttlSec, key),
  } as unknown as TokenSigner;
  const documents = new RevocationDocuments({ ledger, signer, issuer: 'auth-server', clock });
  return { core, clock, state, documents };
}

describe('the signed document of the revocations', () => {
  it('is signed once per version with the dynamic key, for all who ask', async () => {
    const { core, state, documents } = setUp();
    const [first, second] = await Promise.all([documents.current(), documents.current()]);
    expect(second).toBe(first);
    expect(core.signed).toMatchObject([{ ttlSec: 900, key: 'dynamic' }]);
    state.snapshot = new RevocationSnapshot(2, [revocationOf('m1')]);
    const { version, jws } = await documents.current();
    expect(version).toBe(2);
    expect(decodeJwt(jws)).toMatchObject({
      iss: 'auth-server',
      token_use: 'revocations',
      version: 2,
      entries: [{ microservice: 'm1' }],
    });
    expect(core.signed).toHaveLength(2);
  });

  it('is signed anew before its signature ends', async () => {
    const { core, clock, documents } = setUp();
    await documents.current();
    clock.advance(299_999);
    await documents.current();
    expect(core.signed).toHaveLength(1);
    clock.advance(1);
    await documents.current();
    expect(core.signed).toHaveLength(2);
  });

  it('is not replaced by one of an older version that was signed more slowly', async () => {
    const { core, state, documents } = setUp();
    const slow = documents.current();
    state.snapshot = new RevocationSnapshot(2);
    const quick = documents.current();
    expect((await Promise.all([slow, quick])).map(({ version }) => version)).toEqual([1, 2]);
    expect((await documents.current()).version).toBe(2);
    expect(core.signed).toHaveLength(2);
  });

  it('is asked for again after the core did not sign', async () => {
    const { core, documents } = setUp();
    core.signFailure = new CoreUnavailable('unreachable');
    await expect(documents.current()).rejects.toBe(core.signFailure);
    core.signFailure = undefined;
    expect((await documents.current()).version).toBe(1);
  });
});
