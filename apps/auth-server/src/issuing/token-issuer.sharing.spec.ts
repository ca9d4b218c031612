import { RecordedIssuer } from '../../../../test/support/recorded-issuer.js';

const issueTwice = (issuer: RecordedIssuer) =>
  Promise.all(['request-1', 'request-2'].map((requestId) => issuer.issue({ requestId })));

describe('TokenIssuer, for equal requests at the same moment', () => {
  it('gives each a token of its own', async () => {
    const issuer = new RecordedIssuer();
    const issued = await issueTwice(issuer);
    expect(issued.map(({ accessToken }) => accessToken)).toEqual(['token-1', 'token-2']);
    expect(new Set(issuer.signed.map(({ claims }) => claims['jti'])).size).toBe(2);
  });

  it('gives them one token when told so, and records under its id who has it', async () => {
    const issuer = new RecordedIssuer({ sharesSignatures: true });
    const issued = await issueTwice(issuer);
    expect(issued.map(({ accessToken }) => accessToken)).toEqual(['token-1', 'token-1']);
    const tokenId = issuer.signed[0]?.claims['jti'];
    expect(tokenId).toEqual(expect.any(String));
    expect(issuer.decisions).toMatchObject([
      { requestId: 'request-1', tokenId },
      { requestId: 'request-2', tokenId },
    ]);
  });
});
