import { Inject, Injectable } from '@nestjs/common';
import { DecisionLog } from '../audit/decision-log.service.js';
import type { DecisionReason, DecisionRecord } from '../audit/decision-record.js';
import { decide } from '../policy/decide.js';
import { PolicySnapshots } from '../policy/policy-snapshots.service.js';
import { credentialStanding } from '../registry/credential-standing.js';
import { TokenSigner } from '../signing/token-signer.service.js';
import { accessTokenClaims } from './access-token-claims.js';
import { IssuingUnavailable, TokenDenied } from './issuing.errors.js';
import { ISSUING_OPTIONS, type IssuingOptions } from './issuing-options.js';
import { randomId } from './random-id.js';
import type { IssuedToken, TokenRequest } from './token-request.js';

type Outcome = Pick<DecisionRecord, 'outcome' | 'reason' | 'scopes'> & {
  readonly tokenId?: string;
};

/** The story of a token: the caller is authenticated already; decide, sign, record. */
@Injectable()
export class TokenIssuer {
  constructor(
    private readonly policy: PolicySnapshots,
    private readonly signer: TokenSigner,
    private readonly decisions: DecisionLog,
    @Inject(ISSUING_OPTIONS) private readonly options: IssuingOptions,
  ) {}

  /**
   * Issues an access token for one target.
   *
   * @throws {TokenDenied} The credential no longer stands, or the policy has no such edge.
   * @throws {IssuingUnavailable} The core does not sign.
   */
  async issue(request: TokenRequest): Promise<IssuedToken> {
    const decisionId = randomId();
    const snapshot = this.policy.current();
    const { caller, target } = request;
    const standing = credentialStanding(snapshot.registry, caller);
    if (!standing.ok) throw this.denied(request, decisionId, standing.reason);

    const decision = decide(snapshot, { caller: caller.name, target, scopes: request.scopes });
    if (!decision.allowed) throw this.denied(request, decisionId, decision.reason);

    const { scopes } = decision;
    const tokenId = randomId();
    const accessToken = await this.sign(request, decisionId, { tokenId, scopes });
    this.record(request, decisionId, { outcome: 'allow', reason: 'edge', scopes, tokenId });
    const { ttlSec: expiresInSec, refreshSec: refreshInSec } = this.options;
    return { accessToken, expiresInSec, refreshInSec, scopes };
  }

  private async sign(
    request: TokenRequest,
    decisionId: string,
    grant: { readonly tokenId: string; readonly scopes: readonly string[] },
  ): Promise<string> {
    const claims = accessTokenClaims({
      ...grant,
      issuer: this.options.issuer,
      caller: request.caller.name,
      target: request.target,
    });
    try {
      return await this.signer.sign({ claims, ttlSec: this.options.ttlSec, key: 'dynamic' });
    } catch (cause) {
      this.record(request, decisionId, {
        outcome: 'error',
        reason: 'core_unavailable',
        scopes: request.scopes,
      });
      throw new IssuingUnavailable(decisionId, { cause });
    }
  }

  private denied(request: TokenRequest, decisionId: string, reason: DecisionReason): TokenDenied {
    this.record(request, decisionId, { outcome: 'deny', reason, scopes: request.scopes });
    return new TokenDenied(reason, decisionId);
  }

  private record(request: TokenRequest, decisionId: string, outcome: Outcome): void {
    const { caller, target, requestId } = request;
    this.decisions.record({
      decisionId,
      requestId,
      caller: caller.name,
      target,
      credentialId: caller.tokenId,
      policyVersion: this.policy.current().version,
      ...outcome,
    });
  }
}
