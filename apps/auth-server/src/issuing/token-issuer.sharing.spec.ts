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
import type { IssuingOptions } from './issuing-options.js';
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

describe('TokenIssuer, for equal requests at the same moment', () => {
  let signed: SigningRequest[];
  let decisions: DecisionRecord[];

  beforeEach(() => {
    signed = [];
    decisions = [];
  });

  const issuerWith = (traits: Partial<IssuingOptions>): TokenIssuer =>
    new TokenIssuer(
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
          return `token-${signed.length}`;
        },
      } as unknown as TokenSigner,
      { record: (decision: DecisionRecord) => decisions.push(decision) } as unknown as DecisionLog,
      { issuer: 'auth-server', ttlSec: 1800, refreshSec: 300, ...traits },
    );

  const issueTwice = (traits: Partial<IssuingOptions>) => {
    const issuer = issuerWith(traits);
    const request = { caller, target: 'm2', scopes: [], mode: 'enforce' };
    return Promise.all([
      issuer.issue({ ...request, requestId: 'request-1' }),
      issuer.issue({ ...request, requestId: 'request-2' }),
    ]);
  };

  it('gives each a token of its own', async () => {
    const issued = await issueTwice({});
    expect(issued.map(({ accessToken }) => accessToken)).toEqual(['token-1', 'token-2']);
    expect(new Set(signed.map(({ claims }) => claims['jti'])).size).toBe(2);
  });

  it('gives them one token when told so, and records under its id who has it', async () => {
    const issued = await issueTwice({ sharesSignatures: true });
    expect(issued.map(({ accessToken }) => accessToken)).toEqual(['token-1', 'token-1']);
    expect(decisions.map(({ requestId }) => requestId)).toEqual(['request-1', 'request-2']);
    expect(decisions.map(({ tokenId }) => tokenId)).toEqual(
      Array.from({ length: 2 }, () => signed[0]?.claims['jti']),
    );
  });
});
