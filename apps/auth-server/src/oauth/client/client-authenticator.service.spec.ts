import { FakeClock } from '../../../../../test/support/fake-clock.js';
import { OAuthFacts } from '../../../../../test/support/oauth-application.js';
import { DatabaseUnavailable } from '../../database/database.errors.js';
import type { PresentedCredential } from '../../registry/credential-standing.js';
import { FormParameters } from '../form-parameters.js';
import { ClientAuthenticator } from './client-authenticator.service.js';
import { JWT_BEARER } from './presented-client.js';

const workload: PresentedCredential = {
  name: 'm1',
  issuedAt: new Date(0),
  tokenId: undefined,
  platformIssuer: 'https://platform',
};

describe('ClientAuthenticator', () => {
  const facts = new OAuthFacts();
  const refused = jest.fn();
  const platform = { isForeign: jest.fn(), authenticatePlatformToken: jest.fn() };
  const assertions = { authenticate: jest.fn() };
  const judge = jest.fn();
  const clients = new ClientAuthenticator({
    policy: { current: () => facts.snapshot() },
    credentials: { judge },
    assertions,
    platform,
    decisions: { refused },
    limiter: { tries: jest.fn(), authenticated: jest.fn() },
    clock: new FakeClock(),
  });
  beforeEach(() => {
    jest.resetAllMocks();
    platform.isForeign.mockReturnValue(true);
    judge.mockReturnValue({ ok: true });
  });

  const show = (more = '') => {
    const form = `client_assertion_type=${encodeURIComponent(JWT_BEARER)}&client_assertion=x${more}`;
    const request = { id: 'r', ip: '192.0.2.7', url: '/', headers: {}, raw: { rawHeaders: [] } };
    return clients.authenticate(request, FormParameters.parse(Buffer.from(form)));
  };

  it.each(['', '&client_id=m1'])(
    'takes the token of a platform as an assertion%s',
    async (more) => {
      platform.authenticatePlatformToken.mockResolvedValue({ ok: true, caller: workload });
      await expect(show(more)).resolves.toBe(workload);
      expect(assertions.authenticate).not.toHaveBeenCalled();
    },
  );

  it.each([
    [{ ok: true, caller: workload }, '&client_id=m2', 'invalid_client'],
    [{ ok: false, reason: 'platform_signature' }, '', 'platform_signature'],
  ])('refuses the token of a platform for %j beside %j, once', async (verdict, more, code) => {
    platform.authenticatePlatformToken.mockResolvedValue(verdict);
    await expect(show(more)).rejects.toMatchObject({ error: 'invalid_client' });
    const origin = { requestId: 'r', sourceAddress: '192.0.2.7' };
    expect(refused.mock.calls).toEqual([[{ code, ...origin }]]);
  });

  it('refuses what no longer stands, though it is genuine', async () => {
    platform.authenticatePlatformToken.mockResolvedValue({ ok: true, caller: workload });
    judge.mockReturnValue({ ok: false, reason: 'caller_disabled' });
    await expect(show()).rejects.toMatchObject({ error: 'invalid_client' });
  });

  it('asks for another try while an assertion cannot be checked', async () => {
    platform.isForeign.mockReturnValue(false);
    assertions.authenticate.mockRejectedValue(new DatabaseUnavailable());
    await expect(show()).rejects.toMatchObject({ error: 'temporarily_unavailable' });
  });

  it('hides no fault', async () => {
    platform.isForeign.mockReturnValue(false);
    assertions.authenticate.mockRejectedValue(new TypeError('a fault'));
    await expect(show()).rejects.toThrow(TypeError);
  });
});
