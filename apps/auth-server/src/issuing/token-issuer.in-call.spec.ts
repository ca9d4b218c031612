import { CREDENTIAL_OF_M1, RecordedIssuer } from '../../../../test/support/recorded-issuer.js';

describe('TokenIssuer, for a caller that acts in a call', () => {
  let issuer: RecordedIssuer;

  beforeEach(() => {
    issuer = new RecordedIssuer();
  });

  it('keeps the chain, and lets the token end no later than the one of the call', async () => {
    const issued = await issuer.issue({ inCall: { chain: ['m3', 'm4'], remainingSec: 120 } });
    expect(issued).toMatchObject({ expiresInSec: 120, refreshInSec: 120 });
    expect(issuer.signed[0]).toMatchObject({
      ttlSec: 120,
      claims: { sub: 'm1', act: { sub: 'm4', act: { sub: 'm3' } } },
    });
    expect(issuer.decisions).toEqual([expect.objectContaining({ chain: ['m3', 'm4'] })]);
  });

  it('gives no token a longer life because its call has one', async () => {
    await issuer.issue({ inCall: { chain: ['m3'], remainingSec: 7200 } });
    expect(issuer.signed[0]).toMatchObject({ ttlSec: 1800 });
  });

  it('says nothing of a chain when there is no call', async () => {
    await issuer.issue();
    expect(issuer.signed[0]?.claims).not.toHaveProperty('act');
    expect(issuer.decisions[0]?.chain).toBeUndefined();
  });

  it('logs the id of the record that a secret was checked with', async () => {
    const credentialId = 'aaaaaaaaaaaaaaaa';
    const bySecret = { ...CREDENTIAL_OF_M1, tokenId: undefined, credentialId };
    await expect(issuer.issue({ caller: bySecret })).rejects.toMatchObject({
      reason: 'credential_unregistered',
    });
    expect(issuer.decisions).toEqual([expect.objectContaining({ credentialId })]);
  });
});
