import type { TokenIssuer } from '../issuing/token-issuer.service.js';
import type { PolicySnapshots } from '../policy/policy-snapshots.service.js';
import { OAuthFacts } from '../../../../test/support/oauth-application.js';
import { FormParameters } from './form-parameters.js';
import type { IssuedTokens } from './issued-tokens.service.js';
import { TokenExchangeGrant } from './token-exchange.grant.js';

const client = { name: 'm2', issuedAt: new Date(0), tokenId: undefined };
const form = FormParameters.parse(
  Buffer.from(
    'resource=m3&subject_token=x&subject_token_type=urn:ietf:params:oauth:token-type:access_token',
  ),
);

describe('the exchange of a token', () => {
  const facts = new OAuthFacts();
  const issue = jest.fn();
  const exchange = (livesMs: number) => {
    const expiresAt = new Date(Date.now() + livesMs);
    const subject = { target: 'm2', caller: { name: 'm1', chain: ['m0'], expiresAt } };
    const grant = new TokenExchangeGrant(
      { issue } as unknown as TokenIssuer,
      { current: () => facts.snapshot() } as unknown as PolicySnapshots,
      { find: async () => subject } as unknown as IssuedTokens,
    );
    return grant.issue({ client, form, requestId: 'r' });
  };
  beforeEach(() => {
    issue.mockReset();
    const token = { accessToken: 't', expiresInSec: 60, refreshInSec: 60, scopes: ['a', 'b'] };
    issue.mockResolvedValue(token);
  });

  it('is for the rest of the life of the token that is shown, and says what was granted', async () => {
    await expect(exchange(60_900)).resolves.toMatchObject({ access_token: 't', scope: 'a b' });
    const [[{ inCall }]] = issue.mock.calls as [[{ inCall: { remainingSec: number } }]];
    expect(inCall).toMatchObject({ chain: ['m0', 'm1'] });
    expect(inCall.remainingSec).toBeLessThanOrEqual(60);
  });

  it('is refused for a token that ends within the second', async () => {
    await expect(exchange(500)).rejects.toMatchObject({ error: 'invalid_request' });
    expect(issue).not.toHaveBeenCalled();
  });
});
