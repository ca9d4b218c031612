import { Injectable } from '@nestjs/common';
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
    const isObserved = snapshot.registry.find(client.name)?.mode === 'observe';
    if (!isObserved && snapshot.edgesOf(client.name).length === 0) {
      throw new OAuthError(
        'unauthorized_client',
        'The policy lets this client call nobody. Ask whoever keeps the policy for an edge.',
      );
    }
    const target = targetOf(form, snapshot.registry);
    const scopes = scopesOf(form);
    return tokenResponse(await this.issuer.issue({ caller: client, target, scopes, ...origin }));
  }
}
