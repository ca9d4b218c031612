import {
  bearerChallenge,
  DPOP_ALGORITHMS,
  dpopChallenge,
  ProofMemoryFull,
  ProofRejected,
} from '@app/m2m';
import { Problem } from '@app/runtime';
import {
  IssuingUnavailable,
  toldReason,
  TokenDenied,
  type DenialReason,
} from '../issuing/issuing.errors.js';

interface Refusal {
  readonly code: string;
  readonly message: string;
}

const EDGE_NOT_ALLOWED: Refusal = {
  code: 'M2M_EDGE_NOT_ALLOWED',
  message:
    'The policy has no edge from this caller to that target. Check the spelling of the target, or ask whoever keeps the policy to add the edge.',
};

const SCOPE_NOT_ALLOWED: Refusal = {
  code: 'M2M_SCOPE_NOT_ALLOWED',
  message: 'The edge to that target does not grant every scope asked for. Ask for less.',
};

const DPOP_REQUIRED: Refusal = {
  code: 'M2M_DPOP_REQUIRED',
  message:
    'The edge to that target gives only tokens that are bound to a key. Send a DPoP proof with the request.',
};

const CREDENTIAL_REJECTED: Refusal = {
  code: 'M2M_CREDENTIAL_REJECTED',
  message:
    'The credential is not accepted. Give this microservice a new one; the auth-server’s log has the reason under the decision id.',
};

const REFUSALS: Readonly<Record<DenialReason, Refusal>> = {
  no_edge: EDGE_NOT_ALLOWED,
  edge_expired: EDGE_NOT_ALLOWED,
  edge_revoked: EDGE_NOT_ALLOWED,
  target_unknown: EDGE_NOT_ALLOWED,
  target_disabled: EDGE_NOT_ALLOWED,
  scope_missing: SCOPE_NOT_ALLOWED,
  proof_missing: DPOP_REQUIRED,
  caller_unknown: CREDENTIAL_REJECTED,
  caller_disabled: CREDENTIAL_REJECTED,
  caller_revoked: CREDENTIAL_REJECTED,
  credential_before_not_before: CREDENTIAL_REJECTED,
  credential_revoked: CREDENTIAL_REJECTED,
  credential_expired: CREDENTIAL_REJECTED,
  credential_unregistered: CREDENTIAL_REJECTED,
};

/** A platform's token that stands for nobody here; which rule it failed is for the log. */
export function platformTokenRejected(): Problem {
  const code = 'M2M_PLATFORM_TOKEN_REJECTED';
  return new Problem({
    status: 401,
    code,
    message:
      'The platform’s token is not accepted. Compare its iss, aud, sub and age with "trust" in the policy; the auth-server’s log has the reason.',
    headers: {
      'www-authenticate': bearerChallenge('auth-server', {
        error: 'invalid_token',
        description: code,
      }),
    },
  });
}

/** The proof of a key does not hold, whatever the credential is worth (RFC 9449 §5). */
function proofRefused({ code, message }: ProofRejected): Problem {
  const headers = { 'www-authenticate': proofChallenge(code) };
  return new Problem({ status: 401, code, message, headers });
}

function proofChallenge(description: string): string {
  return dpopChallenge('auth-server', {
    error: 'invalid_dpop_proof',
    description,
    algorithms: DPOP_ALGORITHMS,
  });
}

/** The platform's keys cannot be fetched, which says nothing about the token. */
export function platformUnavailable(cause: Error): Problem {
  return new Problem(
    {
      status: 503,
      code: 'M2M_PLATFORM_KEYS_UNAVAILABLE',
      message: 'The platform’s keys cannot be fetched right now. The token may be fine: try again.',
      headers: { 'retry-after': '30' },
    },
    { cause },
  );
}

/**
 * Puts a denial on the seed's wire: every refusal of credential or of policy is 401, and an unknown
 * target cannot be told from a forbidden one.
 */
export function describeRefusal(error: unknown): unknown {
  if (error instanceof TokenDenied) {
    const refusal = REFUSALS[error.reason];
    const challenge =
      refusal === DPOP_REQUIRED
        ? proofChallenge(refusal.code)
        : bearerChallenge('auth-server', { error: 'invalid_token', description: refusal.code });
    return new Problem({
      ...refusal,
      status: 401,
      headers: { 'www-authenticate': challenge },
      members: {
        decisionId: error.decisionId,
        reason: toldReason(error.reason),
        ...(error.hint !== undefined && { hint: error.hint }),
      },
    });
  }
  if (error instanceof ProofRejected) return proofRefused(error);
  if (error instanceof ProofMemoryFull) {
    const { code, message, retryAfterSec } = error;
    const headers = { 'retry-after': String(retryAfterSec) };
    return new Problem({ status: 503, code, message, headers });
  }
  if (error instanceof IssuingUnavailable) {
    return new Problem(
      {
        status: 503,
        code: 'M2M_CORE_UNAVAILABLE',
        message: 'No token can be issued right now. The credential is fine: try again.',
        headers: { 'retry-after': '2' },
        members: { decisionId: error.decisionId },
      },
      { cause: error },
    );
  }
  return error;
}
