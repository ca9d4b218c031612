import { FakeClock } from '../../../../test/support/fake-clock.js';
import { newKey, TokenForge } from '../../../../test/support/token-forge.js';
import { AccessTokenInspector } from './access-token-inspector.js';
import { KeySet } from './key-set.js';

const clock = new FakeClock();
const forge = new TokenForge(() => clock.nowMs());
const keySet = new KeySet({
  source: () => Promise.resolve(forge.jwks()),
  clock,
  timing: { refreshIntervalMs: 300_000, cooldownMs: 30_000, maxStaleMs: 86_400_000 },
});
const inspector = new AccessTokenInspector({ keySet, clock, issuer: 'auth-server' });

describe('the inspector of access tokens', () => {
  it.each(['m2', 'm3'])('verifies a token for %s and says for whom it is', async (aud) => {
    await expect(inspector.inspect(forge.accessToken({ aud }))).resolves.toMatchObject({
      caller: { name: 'm1' },
      target: aud,
      keyId: forge.accessKey.keyId,
    });
  });

  it.each([
    ['M2M_AUDIENCE_MISMATCH', () => forge.accessToken({ aud: ['m2'] })],
    ['M2M_AUDIENCE_MISMATCH', () => forge.accessToken({ aud: '' })],
    ['M2M_ISSUER_MISMATCH', () => forge.accessToken({ iss: 'other' })],
    ['M2M_TOKEN_EXPIRED', () => forge.accessToken({ exp: clock.nowMs() / 1000 - 30 })],
    ['M2M_TOKEN_KIND_MISMATCH', () => forge.bootstrapToken()],
    ['M2M_SIGNATURE_INVALID', () => forge.accessToken({}, { signWith: newKey('x').privateKey })],
    ['M2M_TOKEN_MALFORMED', () => 'not a token'],
  ])('refuses for %s', async (code, token) => {
    await expect(inspector.inspect(token())).rejects.toMatchObject({ code });
  });
});
