import { actorClaim, systemClock, type Clock } from '@app/m2m';
import { Inject, Injectable } from '@nestjs/common';
import { DecisionLog } from '../audit/decision-log.service.js';
import type { DecisionRecord } from '../audit/decision-record.js';
import { decide } from '../policy/decide.js';
import type { PolicySnapshot } from '../policy/policy-snapshot.js';
import { PolicySnapshots } from '../policy/policy-snapshots.service.js';
import { CredentialGate } from '../registry/credential-gate.service.js';
import { RevocationLedger } from '../revocations/revocation-ledger.service.js';
import { TokenSigner } from '../signing/token-signer.service.js';
import { accessTokenClaims } from './access-token-claims.js';
import { IssuingUnavailable, TokenDenied, type DenialReason } from './issuing.errors.js';
import { hintFor } from './denial-hints.js';
import { ISSUING_OPTIONS, type IssuingOptions } from './issuing-options.js';
import { randomId } from './random-id.js';
import { SharedSignatures, type SignedToken } from './shared-signatures.js';
import { tokenLifetime } from './token-lifetime.js';
import type { IssuedToken, TokenRequest } from './token-request.js';

type Outcome = Pick<
  DecisionRecord,
  'outcome' | 'reason' | 'scopes' | 'askedScopes' | 'observed' | 'tokenId'
>;

/** What the policy grants for one target. */
interface Granted {
  readonly scopes: readonly string[];
  readonly ttlSec: number;
}

/** What every record of one decision has in common: its id, and the policy that it was made by. */
type DecisionHead = Pick<DecisionRecord, 'decisionId' | 'policyVersion'>;

/** The story of a token: the caller is authenticated already; decide, sign, record. */
@Injectable()
export class TokenIssuer {
  private readonly shared = new SharedSignatures();
  private readonly clock: Clock;

  constructor(
    private readonly policy: PolicySnapshots,
    private readonly credentials: CredentialGate,
    private readonly revocations: RevocationLedger,
    private readonly signer: TokenSigner,
    private readonly decisions: DecisionLog,
    @Inject(ISSUING_OPTIONS) private readonly options: IssuingOptions,
  ) {
    this.clock = options.clock ?? systemClock;
  }

  /**
   * Issues an access token for one target.
   *
   * @throws {TokenDenied} The credential no longer stands, caller or edge is revoked, or the policy has
   * no such edge, or one that gives only tokens that are bound to a key.
   * @throws {IssuingUnavailable} The core does not sign.
   */
  async issue(request: TokenRequest): Promise<IssuedToken> {
    const snapshot = this.policy.current();
    const made: DecisionHead = { decisionId: randomId(), policyVersion: snapshot.version };
    const { caller, target } = request;
    const standing = this.credentials.judge(snapshot.registry, caller, request);
    if (!standing.ok) throw this.denied(request, made, standing.reason, snapshot);

    const { chain = [] } = request.inCall ?? {};
    const stop = this.revocations.current().issuingStop({ caller: caller.name, chain, target });
    if (stop !== undefined) throw this.denied(request, made, stop, snapshot);

    const nowMs = this.clock.nowMs();
    const isBound = request.keyThumbprint !== undefined;
    const question = { caller: caller.name, target, scopes: request.scopes, nowMs, isBound };
    const decision = decide(snapshot, question);
    if (!decision.allowed) throw this.denied(request, made, decision.reason, snapshot);

    const { edge, scopes, observed } = decision;
    const remainingSec = request.inCall?.remainingSec;
    const { ttlSec, refreshSec } = tokenLifetime(this.options, { edge, nowMs, remainingSec });
    const { tokenId, accessToken } = await this.sign(request, made, { scopes, ttlSec });
    const askedScopes = scopes.length === request.scopes.length ? undefined : request.scopes;
    this.record(request, made, {
      outcome: 'allow',
      reason: 'edge',
      scopes,
      askedScopes,
      observed,
      tokenId,
    });
    const tokenType = isBound ? 'DPoP' : 'Bearer';
    return { accessToken, tokenType, expiresInSec: ttlSec, refreshInSec: refreshSec, scopes };
  }

  private async sign(
    request: TokenRequest,
    made: DecisionHead,
    { scopes, ttlSec }: Granted,
  ): Promise<SignedToken> {
    const tokenId = randomId();
    const claims = accessTokenClaims({
      tokenId,
      scopes,
      issuer: this.options.issuer,
      caller: request.caller.name,
      target: request.target,
      keyThumbprint: request.keyThumbprint,
      act: actorClaim(request.inCall?.chain ?? []),
    });
    const wanted = { claims, ttlSec };
    const sign = async () => ({
      tokenId,
      accessToken: await this.signer.sign({ ...wanted, key: 'dynamic' }),
    });
    try {
      return await (this.options.sharesSignatures ? this.shared.run(wanted, sign) : sign());
    } catch (cause) {
      this.record(request, made, {
        outcome: 'error',
        reason: 'core_unavailable',
        scopes: request.scopes,
      });
      throw new IssuingUnavailable(made.decisionId, { cause });
    }
  }

  private denied(
    request: TokenRequest,
    made: DecisionHead,
    reason: DenialReason,
    snapshot: PolicySnapshot,
  ): TokenDenied {
    this.record(request, made, { outcome: 'deny', reason, scopes: request.scopes });
    const question = { caller: request.caller.name, target: request.target };
    return new TokenDenied(reason, made.decisionId, hintFor(snapshot, question, reason));
  }

  private record(request: TokenRequest, made: DecisionHead, outcome: Outcome): void {
    const { caller, target, requestId, sourceAddress, inCall } = request;
    // Spelled out: spreading parts together costs more than all the rest of a decision.
    this.decisions.record({
      decisionId: made.decisionId,
      requestId,
      sourceAddress,
      outcome: outcome.outcome,
      reason: outcome.reason,
      caller: caller.name,
      chain: inCall?.chain,
      target,
      scopes: outcome.scopes,
      askedScopes: outcome.askedScopes,
      observed: outcome.observed,
      credentialId: caller.credentialId ?? caller.tokenId,
      tokenId: outcome.tokenId,
      policyVersion: made.policyVersion,
    });
  }
}
