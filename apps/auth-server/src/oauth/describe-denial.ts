import { ProofMemoryFull, ProofRejected } from '@app/m2m';
import {
  IssuingUnavailable,
  toldReason,
  TokenDenied,
  type DenialReason,
} from '../issuing/issuing.errors.js';
import { invalidClient, OAuthError } from './oauth.errors.js';

const NO_EDGE = [
  'invalid_target',
  'The policy has no edge from this client to that target. Check its spelling, or ask whoever keeps the policy.',
] as const;

const NO_SCOPE = [
  'invalid_scope',
  'The edge to that target does not have every scope asked for.',
] as const;

const NO_PROOF = [
  'invalid_dpop_proof',
  'The edge to that target gives only tokens that are bound to a key: send a DPoP proof.',
] as const;

type Description = typeof NO_EDGE | typeof NO_SCOPE | typeof NO_PROOF;

/** Denials that are not about the client itself. */
const DESCRIPTIONS: Readonly<Partial<Record<DenialReason, Description>>> = {
  no_edge: NO_EDGE,
  edge_expired: NO_EDGE,
  edge_revoked: NO_EDGE,
  target_unknown: NO_EDGE,
  target_disabled: NO_EDGE,
  scope_missing: NO_SCOPE,
  proof_missing: NO_PROOF,
};

/**
 * Puts what the story decided on the OAuth wire. An unknown target cannot be told from a forbidden
 * one, nor a disabled client from one that does not exist.
 */
export function describeDenial(error: unknown): unknown {
  if (error instanceof TokenDenied) {
    return denied(error);
  }
  if (error instanceof ProofRejected) {
    return new OAuthError('invalid_dpop_proof', spoken(error.message), { cause: error });
  }
  if (error instanceof ProofMemoryFull) {
    const { message, retryAfterSec } = error;
    return new OAuthError('temporarily_unavailable', message, { cause: error, retryAfterSec });
  }
  if (error instanceof IssuingUnavailable) {
    return new OAuthError(
      'temporarily_unavailable',
      'No token can be issued right now. The credential is fine: try again.',
      { cause: error },
    );
  }
  return error;
}

/** Only who is authenticated beyond doubt gets the reason; the rest is told what a stranger is. */
function denied({ reason, decisionId, hint = '' }: TokenDenied): OAuthError {
  const described = DESCRIPTIONS[reason];
  if (described === undefined) return invalidClient();
  const [code, description] = described;
  const members = { reason: toldReason(reason), decision_id: decisionId };
  return new OAuthError(code, spoken(`${description} ${hint}`.trim()), { members });
}

/** A message in the characters that `error_description` may have (RFC 6749 §5.2). */
const spoken = (message: string): string =>
  message.replaceAll('"', '').replace(/[^\x20-\x5b\x5d-\x7e]/g, '?');
