import { ProofMemoryFull, ProofRejected } from '@app/m2m';
import { IssuingUnavailable, TokenDenied, type DenialReason } from '../issuing/issuing.errors.js';
import { invalidClient, OAuthError } from './oauth.errors.js';

const invalidTarget = (): OAuthError =>
  new OAuthError(
    'invalid_target',
    'The policy has no edge from this client to that target. Check its spelling, or ask whoever keeps the policy.',
  );

const invalidScope = (): OAuthError =>
  new OAuthError('invalid_scope', 'The edge to that target does not have every scope asked for.');

/** Denials that are not about the client itself. */
const DESCRIPTIONS: Readonly<Partial<Record<DenialReason, () => OAuthError>>> = {
  no_edge: invalidTarget,
  edge_expired: invalidTarget,
  edge_revoked: invalidTarget,
  target_unknown: invalidTarget,
  target_disabled: invalidTarget,
  scope_missing: invalidScope,
};

/**
 * Puts what the story decided on the OAuth wire. An unknown target cannot be told from a forbidden
 * one, nor a disabled client from one that does not exist.
 */
export function describeDenial(error: unknown): unknown {
  if (error instanceof TokenDenied) {
    const describe = DESCRIPTIONS[error.reason] ?? invalidClient;
    return describe();
  }
  if (error instanceof ProofRejected) {
    return new OAuthError('invalid_dpop_proof', spoken(error.message), { cause: error });
  }
  if (error instanceof ProofMemoryFull) {
    return new OAuthError('temporarily_unavailable', error.message, { cause: error });
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

/** A message in the characters that `error_description` may have (RFC 6749 §5.2). */
const spoken = (message: string): string => message.replaceAll('"', '');
