import { FakeClock } from '../../../../test/support/fake-clock.js';
import { signedRevocations } from '../../../../test/support/signed-revocations.js';
import { TokenForge } from '../../../../test/support/token-forge.js';
import { resolveInboundOptions } from './inbound-options.js';
import { JwtStrategy } from './jwt.strategy.js';
import { KeySet } from './key-set.js';
import { parseCompactJws } from './compact-jws.js';
import { verifyRevocations } from './revocation-verifier.js';

const clock = new FakeClock();
const forge = new TokenForge(() => clock.nowMs());
const { keySource, timing, expected } = resolveInboundOptions({
  name: 'm2',
  keySource: () => Promise.resolve(forge.jwks()),
});
const keySet = new KeySet({ source: keySource, timing, clock });
const parts = { keySet, expected, clock };
const nowSec = Math.floor(clock.nowMs() / 1000);

describe('the signed list of revocations', () => {
  it('is read when key, issuer, kind and time are right', async () => {
    const jws = signedRevocations(forge, 7, [{ microservice: 'm1' }]);
    expect(await verifyRevocations(jws, parts)).toMatchObject({ version: 7, size: 1 });
  });

  it.each<[string, RegExp, string]>([
    ['an access token', /another kind of token/, forge.accessToken({ version: 7, entries: [] })],
    ['a credential', /static key/, forge.bootstrapToken({ token_use: 'revocations', version: 7 })],
    ['of another issuer', /another issuer/, signedRevocations(forge, 7, [], { iss: 'other' })],
    ['expired', /has expired/, signedRevocations(forge, 7, [], { exp: nowSec - 30 })],
    ['of the future', /in the future/, signedRevocations(forge, 7, [], { iat: nowSec + 31 })],
    ['without an end', /no "iat", "exp"/, signedRevocations(forge, 7, [], { exp: undefined })],
    ['without a start', /no "iat", "exp"/, signedRevocations(forge, 7, [], { iat: 'now' })],
    [
      'signed by a stranger',
      /signature that does not hold/,
      signedRevocations(forge, 7, [], {}, { signWith: forge.bootstrapKey.privateKey }),
    ],
    [
      'signed with an unknown key',
      /not known/,
      signedRevocations(forge, 7, [], {}, { header: { kid: 'd-unknown' } }),
    ],
    ['not even a JWS', /not a signed JWT/, '{"version":7}'],
    ['with wrong entries', /wrong "entries"/, signedRevocations(forge, 7, 'all')],
  ])('is refused when it is %s', async (_flaw, message, jws) => {
    await expect(verifyRevocations(jws, parts)).rejects.toThrow(message);
  });

  it('is never taken for an access token', async () => {
    const strategy = new JwtStrategy({ keySet, expected, clock });
    const list = { aud: 'm2', sub: 'm1', client_id: 'm1', jti: 'one' };
    const jws = parseCompactJws(signedRevocations(forge, 7, [], list));
    await expect(strategy.verify(jws)).rejects.toMatchObject({ code: 'M2M_TOKEN_KIND_MISMATCH' });
    const bare = parseCompactJws(signedRevocations(forge, 7));
    await expect(strategy.verify(bare)).rejects.toMatchObject({ code: 'M2M_AUDIENCE_MISMATCH' });
  });
});
