import { systemClock, type InspectedToken } from '@app/m2m';
import { Injectable } from '@nestjs/common';
import type { CallInProgress } from '../issuing/token-request.js';
import { TokenIssuer } from '../issuing/token-issuer.service.js';
import { PolicySnapshots } from '../policy/policy-snapshots.service.js';
import type { FormParameters } from './form-parameters.js';
import type { Grant, GrantRequest } from './grant.port.js';
import { IssuedTokens } from './issued-tokens.service.js';
import { invalidRequest } from './oauth.errors.js';
import { scopesOf } from './scope-parameter.js';
import { targetOf } from './target-parameter.js';
import { tokenResponse, type TokenResponse } from './token-response.js';

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

/** The most callers that a token may name before the one that acts. */
const LONGEST_CHAIN = 5;

/**
 * A microservice acts inside a call (RFC 8693): it shows the token that it was called with, and gets
 * one for the next target that names who called before. The edge from the microservice itself to
 * that target decides; the token ends no later than the one that was shown.
 *
 * `sub` is the microservice that acts and `act` holds those before it, the latest outermost, since
 * here `sub` is always the direct caller that edges are about (RFC 8693 §4.1 has it the other way).
 */
@Injectable()
export class TokenExchangeGrant implements Grant {
  readonly grantType = 'urn:ietf:params:oauth:grant-type:token-exchange';

  constructor(
    private readonly issuer: TokenIssuer,
    private readonly policy: PolicySnapshots,
    private readonly tokens: IssuedTokens,
  ) {}

  async issue({ client, form, ...origin }: GrantRequest): Promise<TokenResponse> {
    const subjectToken = subjectTokenOf(form);
    const target = targetOf(form, this.policy.current().registry);
    const scopes = scopesOf(form);
    const subject = await this.tokens.find(subjectToken);
    if (subject?.target !== client.name) {
      throw invalidRequest(
        'The subject_token is not an access token in force that was issued for this client.',
      );
    }
    const inCall = callOf(subject);
    const wanted = { caller: client, target, scopes, inCall, ...origin };
    const token = await this.issuer.issue(wanted);
    return { ...tokenResponse(token), issued_token_type: ACCESS_TOKEN };
  }
}

function subjectTokenOf(form: FormParameters): string {
  const subjectToken = form.require('subject_token');
  if (form.require('subject_token_type') !== ACCESS_TOKEN) {
    throw invalidRequest(`The subject_token_type is not ${ACCESS_TOKEN}.`);
  }
  if ((form.get('requested_token_type') ?? ACCESS_TOKEN) !== ACCESS_TOKEN) {
    throw invalidRequest(`The requested_token_type is not ${ACCESS_TOKEN}.`);
  }
  if (['actor_token', 'actor_token_type'].some((name) => form.get(name) !== undefined)) {
    throw invalidRequest('The actor is the client that authenticates: send no actor_token.');
  }
  return subjectToken;
}

function callOf({ caller }: InspectedToken): CallInProgress {
  const chain = [...caller.chain, caller.name];
  if (chain.length > LONGEST_CHAIN) {
    throw invalidRequest(`The chain of callers is longer than ${LONGEST_CHAIN}.`);
  }
  const remainingMs = caller.expiresAt.getTime() - systemClock.nowMs();
  const remainingSec = Math.floor(remainingMs / 1000);
  if (remainingSec < 1) throw invalidRequest('The subject_token ends within this second.');
  return { chain, remainingSec };
}
