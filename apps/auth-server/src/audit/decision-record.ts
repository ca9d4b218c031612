/** Why a request for a token was allowed or denied; the codes are API and appear in logs. */
export type DecisionReason =
  | 'edge'
  | 'caller_unknown'
  | 'caller_disabled'
  | 'credential_before_not_before'
  | 'credential_revoked'
  | 'credential_expired'
  | 'credential_unregistered'
  | 'caller_revoked'
  | 'edge_revoked'
  | 'no_edge'
  | 'edge_expired'
  | 'target_unknown'
  | 'target_disabled'
  | 'scope_missing'
  | 'proof_missing'
  | 'core_unavailable';

/** The request that something came with. */
export interface RequestOrigin {
  readonly requestId: string;
  /** The address that the request came from, as far as it is trusted to say so. */
  readonly sourceAddress?: string | undefined;
}

/** One decision as it is logged: who asked for what, and what came of it. Never a token. */
export interface DecisionRecord extends RequestOrigin {
  readonly decisionId: string;
  readonly outcome: 'allow' | 'deny' | 'error';
  readonly reason: DecisionReason;
  readonly caller: string;
  /** Who called the caller before, the first of all first, when it acts in their call. */
  readonly chain?: readonly string[] | undefined;
  readonly target: string;
  /** Scopes that were granted, or asked for when nothing was. */
  readonly scopes: readonly string[];
  /** Scopes that were asked for, when others were granted: none, for all that the edge has. */
  readonly askedScopes?: readonly string[] | undefined;
  /** Why the call would have been denied, were the edge or the caller not observed only. */
  readonly observed?: DecisionReason | undefined;
  /** The `jti` of the caller's credential, when it has one. */
  readonly credentialId?: string | undefined;
  /** The `jti` of the issued token. */
  readonly tokenId?: string | undefined;
  readonly policyVersion?: number | undefined;
}

/** A request whose credential did not even verify; there is nobody to name. */
export interface CredentialRefusalRecord extends RequestOrigin {
  /** Which check it failed. */
  readonly code: string;
}
