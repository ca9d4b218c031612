import { AuthServerUnreachable, TokenResponseInvalid } from './auth-server.errors.js';
import { CredentialExpired, CredentialRejected } from './credential.errors.js';
import { BoundTokenRequired, ProofNotAccepted } from './dpop/dpop.errors.js';
import { EdgeNotAllowed } from './edge-not-allowed.error.js';
import type { JsonPostAnswer } from './json-post.js';
import { parseRetryAfterSec } from './retry-after.js';
import type { AuthServerAnswer } from './token-request.error.js';
import { parseTokenGrant, type TokenGrant } from './token-response.js';

/** One token, asked for on behalf of this microservice. */
export interface TokenAsk {
  readonly caller: string;
  readonly issuer: string;
  readonly target: string;
  /** Normalised; empty when no scope is asked for. */
  readonly scope: string;
  /** Whether the token is to be bound to the key of this process. */
  readonly isBound?: boolean;
}

const POLICY_REASON = /^M2M_(?:EDGE|SCOPE|POLICY|TARGET)_/;
const CODE = /^[A-Z][A-Z0-9_]{0,63}$/;
const DECISION_ID = /^[\w.:-]{1,128}$/;
const DENIAL = /^[a-z][a-z_]{0,63}$/;
const HINT = /^[^\p{C}\p{Zl}\p{Zp}]{1,300}$/u;

/**
 * What an answer of the token endpoint means.
 *
 * @param nowMs wall-clock time, for a `Retry-After` that is a date
 * @throws {@link EdgeNotAllowed}, {@link BoundTokenRequired}, {@link ProofNotAccepted}, {@link CredentialExpired} or {@link CredentialRejected} for 401 and
 * 403, {@link AuthServerUnreachable} for 429 and 5xx, {@link TokenResponseInvalid} for anything else
 */
export function judgeTokenAnswer(answer: JsonPostAnswer, ask: TokenAsk, nowMs: number): TokenGrant {
  const { status } = answer;
  if (status === 200) return parseTokenGrant(jsonOf(answer), ask.isBound);
  const said = whatItSaid(answer);
  if (status === 401 || status === 403) throw refusalOf(ask, said);
  if (status === 429 || status >= 500) {
    const retryAfterSec = parseRetryAfterSec(answer.retryAfter, nowMs);
    throw new AuthServerUnreachable(`the auth-server answered ${status}`, retryAfterSec, said);
  }
  const redirect = status >= 300 && status < 400 ? ', a redirect, which is not followed' : '';
  throw new TokenResponseInvalid(`its status is ${status}${redirect}`, said);
}

function refusalOf(ask: TokenAsk, said: AuthServerAnswer): Error {
  if (said.reason === 'M2M_DPOP_REQUIRED') return new BoundTokenRequired(ask.target, said);
  if (said.reason?.startsWith('M2M_DPOP_') === true) return new ProofNotAccepted(said);
  if (said.status === 403 || POLICY_REASON.test(said.reason ?? '')) {
    return new EdgeNotAllowed(ask.caller, ask.target, said);
  }
  return said.reason === 'M2M_TOKEN_EXPIRED'
    ? new CredentialExpired(ask.caller, ask.issuer, said)
    : new CredentialRejected(ask.caller, ask.issuer, said);
}

function jsonOf(answer: JsonPostAnswer): unknown {
  if (!/^application\/json\s*(?:;|$)/i.test(answer.contentType)) {
    throw new TokenResponseInvalid('its content type is not application/json', { status: 200 });
  }
  try {
    return JSON.parse(answer.text);
  } catch {
    throw new TokenResponseInvalid('it is not JSON', { status: 200 });
  }
}

function whatItSaid({ status, text }: JsonPostAnswer): AuthServerAnswer {
  const { code, decisionId, reason, hint } = membersOf(text);
  return {
    status,
    reason: matching(CODE, code),
    decisionId: matching(DECISION_ID, decisionId),
    denial: matching(DENIAL, reason),
    hint: matching(HINT, hint),
  };
}

function matching(pattern: RegExp, value: unknown): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}

function membersOf(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return {};
  }
}
