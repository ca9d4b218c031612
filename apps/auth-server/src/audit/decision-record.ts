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
  | 'target_unknown'
  | 'target_disabled'
  | 'scope_missing'
  | 'core_unavailable';

/** One decision as it is logged: who asked for what, and what came of it. Never a token. */
export interface DecisionRecord {
  readonly decisionId: string;
  readonly requestId: string;
  readonly outcome: 'allow' | 'deny' | 'error';
  readonly reason: DecisionReason;
  readonly caller: string;
  /** Who called the caller before, the first of all first, when it acts in their call. */
  readonly chain?: readonly string[];
  readonly target: string;
  readonly scopes: readonly string[];
  /** The `jti` of the caller's credential, when it has one. */
  readonly credentialId?: string | undefined;
  /** The `jti` of the issued token. */
  readonly tokenId?: string | undefined;
  readonly policyVersion?: number | undefined;
}
