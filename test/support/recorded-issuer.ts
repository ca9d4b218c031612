import { systemClock } from '@app/m2m';
import type { DecisionLog } from '../../apps/auth-server/src/audit/decision-log.service.js';
import type { DecisionRecord } from '../../apps/auth-server/src/audit/decision-record.js';
import type { IssuingOptions } from '../../apps/auth-server/src/issuing/issuing-options.js';
import { TokenIssuer } from '../../apps/auth-server/src/issuing/token-issuer.service.js';
import type { TokenRequest } from '../../apps/auth-server/src/issuing/token-request.js';
import { PolicySnapshot } from '../../apps/auth-server/src/policy/policy-snapshot.js';
import type { PolicySnapshots } from '../../apps/auth-server/src/policy/policy-snapshots.service.js';
import { CredentialGate } from '../../apps/auth-server/src/registry/credential-gate.service.js';
import type { PresentedCredential } from '../../apps/auth-server/src/registry/credential-standing.js';
import { RegistrySnapshot } from '../../apps/auth-server/src/registry/registry-snapshot.js';
import type { RevocationLedger } from '../../apps/auth-server/src/revocations/revocation-ledger.service.js';
import { RevocationSnapshot } from '../../apps/auth-server/src/revocations/revocation-snapshot.js';
import type {
  SigningRequest,
  TokenSigner,
} from '../../apps/auth-server/src/signing/token-signer.service.js';
import { microserviceOf } from './microservice-of.js';

/** What m1 presents when a test says nothing of it. */
export const CREDENTIAL_OF_M1: PresentedCredential = {
  name: 'm1',
  issuedAt: new Date('2026-01-01T00:00:00Z'),
  tokenId: 'credential-1',
};

const policy = new PolicySnapshot(
  1,
  new RegistrySnapshot(['m1', 'm2'].map((name) => microserviceOf(name))),
  [{ caller: 'm1', target: 'm2', scopes: [], mode: 'enforce' }],
);

/** An issuer whose policy lets m1 call m2; what it signs and decides is kept, in turn. */
export class RecordedIssuer {
  readonly signed: SigningRequest[] = [];
  readonly decisions: DecisionRecord[] = [];
  private readonly issuer: TokenIssuer;

  constructor(options: Partial<IssuingOptions> = {}) {
    const sign = async (request: SigningRequest): Promise<string> =>
      `token-${this.signed.push(request)}`;
    const record = (decision: DecisionRecord): number => this.decisions.push(decision);
    this.issuer = new TokenIssuer(
      { current: () => policy } as unknown as PolicySnapshots,
      new CredentialGate({
        uses: { note: () => undefined },
        sightings: { note: () => undefined },
        clock: systemClock,
        acceptsUnregistered: true,
      }),
      { current: () => new RevocationSnapshot(1) } as unknown as RevocationLedger,
      { sign } as unknown as TokenSigner,
      { record } as unknown as DecisionLog,
      { issuer: 'auth-server', ttlSec: 1800, refreshSec: 300, ...options },
    );
  }

  /** Asks for a token of m1 for m2; what is given replaces a part of the request. */
  issue(traits: Partial<TokenRequest> = {}): ReturnType<TokenIssuer['issue']> {
    const request = { caller: CREDENTIAL_OF_M1, target: 'm2', scopes: [], requestId: 'request-1' };
    return this.issuer.issue({ ...request, ...traits });
  }
}
