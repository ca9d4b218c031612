import { Injectable } from '@nestjs/common';
import { toldReason, TokenDenied } from '../issuing/issuing.errors.js';
import { TokenIssuer } from '../issuing/token-issuer.service.js';
import { PolicySnapshots } from '../policy/policy-snapshots.service.js';
import type { Grant, GrantRequest } from './grant.port.js';
import { OAuthError } from './oauth.errors.js';
import { scopesOf } from './scope-parameter.js';
import { targetOf } from './target-parameter.js';
import { tokenResponse, type TokenResponse } from './token-response.js';

/** A microservice asks for itself (RFC 6749 §4.4). */
@Injectable()
export class ClientCredentialsGrant implements Grant {
  readonly grantType = 'client_credentials';

  constructor(
    private readonly issuer: TokenIssuer,
    private readonly policy: PolicySnapshots,
  ) {}

  async issue({ client, form, ...origin }: GrantRequest): Promise<TokenResponse> {
    const snapshot = this.policy.current();
    const target = targetOf(form, snapshot.registry);
    const scopes = scopesOf(form);
    try {
      return tokenResponse(await this.issuer.issue({ caller: client, target, scopes, ...origin }));
    } catch (error) {
      const isLackOfEdge = error instanceof TokenDenied && toldReason(error.reason) === 'no_edge';
      if (isLackOfEdge && snapshot.edgesOf(client.name).length === 0) throw callsNobody(error);
      throw error;
    }
  }
}

/** Whichever target is asked for, the answer is the same (RFC 6749 §5.2). */
function callsNobody({ reason, decisionId }: TokenDenied): OAuthError {
  return new OAuthError(
    'unauthorized_client',
    'The policy lets this client call nobody. Ask whoever keeps the policy for an edge.',
    { members: { reason: toldReason(reason), decision_id: decisionId } },
  );
}
