import { systemClock } from '@app/m2m';
import type { DecisionLog } from '../audit/decision-log.service.js';
import type { DecisionRecord } from '../audit/decision-record.js';
import { PolicySnapshot } from '../policy/policy-snapshot.js';
import type { PolicySnapshots } from '../policy/policy-snapshots.service.js';
import { CredentialGate } from '../registry/credential-gate.service.js';
import type { PresentedCredential } from '../registry/credential-standing.js';
import { RegistrySnapshot } from '../registry/registry-snapshot.js';
import type { RevocationLedger } from '../revocations/revocation-ledger.service.js';
import { RevocationSnapshot } from '../revocations/revocation-snapshot.js';
import type { SigningRequest, TokenSigner } from '../signing/token-signer.service.js';
import type { TokenRequest } from './token-request.js';
import { TokenIssuer } from './token-issuer.service.js';

const registry = new RegistrySnapshot(
  ['m1', 'm2'].map((name) => ({
    id: name,
    name,
    url: `http://${name}`,
    isEnabled: true,
    notBefore: undefined,
    mode: 'enforce',
  })),
);
const policy = new PolicySnapshot(1, registry, [
  { caller: 'm1', target: 'm2', scopes: [], mode: 'enforce' },
]);
const caller: PresentedCredential = {
  name: 'm1',
  issuedAt: new Date('2026-01-01T00:00:00Z'),
  tokenId: 'credential-1',
};

describe('TokenIssuer, for a caller that acts in a call', () => {
  let signed: SigningRequest[];
  let decisions: DecisionRecord[];
  let issuer: TokenIssuer;

  beforeEach(() => {
    signed = [];
    decisions = [];
    issuer = new TokenIssuer(
      { current: () => policy } as unknown as PolicySnapshots,
      new CredentialGate({
        uses: { note: () => undefined },
        sightings: { note: () => undefined },
        clock: systemClock,
        acceptsUnregistered: true,
      }),
      { current: () => new RevocationSnapshot(1) } as unknown as RevocationLedger,
      {
        sign: async (request: SigningRequest) => {
          signed.push(request);
          return 'token';
        },
      } as unknown as TokenSigner,
      { record: (decision: DecisionRecord) => decisions.push(decision) } as unknown as DecisionLog,
      { issuer: 'auth-server', ttlSec: 1800, refreshSec: 300 },
    );
  });

  const issue = (traits: Partial<TokenRequest>) =>
    issuer.issue({ caller, target: 'm2', scopes: [], requestId: 'request-1', ...traits });

  it('keeps the chain, and lets the token end no later than the one of the call', async () => {
    const issued = await issue({ inCall: { chain: ['m3', 'm4'], remainingSec: 120 } });
    expect(issued).toMatchObject({ expiresInSec: 120, refreshInSec: 120 });
    expect(signed[0]).toMatchObject({
      ttlSec: 120,
      claims: { sub: 'm1', act: { sub: 'm4', act: { sub: 'm3' } } },
    });
    expect(decisions).toEqual([expect.objectContaining({ chain: ['m3', 'm4'] })]);
  });

  it('gives no token a longer life because its call has one', async () => {
    await issue({ inCall: { chain: ['m3'], remainingSec: 7200 } });
    expect(signed[0]).toMatchObject({ ttlSec: 1800 });
  });

  it('says nothing of a chain when there is no call', async () => {
    await issue({});
    expect(signed[0]?.claims).not.toHaveProperty('act');
    expect(decisions[0]?.chain).toBeUndefined();
  });

  it('logs the id of the record that a secret was checked with', async () => {
    const bySecret = { ...caller, tokenId: undefined, credentialId: 'aaaaaaaaaaaaaaaa' };
    await expect(issue({ caller: bySecret })).rejects.toMatchObject({
      reason: 'credential_unregistered',
    });
    expect(decisions).toEqual([expect.objectContaining({ credentialId: 'aaaaaaaaaaaaaaaa' })]);
  });
});
