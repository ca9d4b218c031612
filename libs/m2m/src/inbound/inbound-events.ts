import type { ProofMemoryFull, ProofRejectionCode } from '../shared/proof-rejected.error.js';
import type { KeySetUnavailable, RevocationsStale } from '../shared/request-refused.error.js';
import type { TokenRejectionCode } from '../shared/token-rejected.error.js';

/** Every reason for which a request can be refused; a bounded set, fit for a metric's label. */
export type RefusalCode =
  | TokenRejectionCode
  | ProofRejectionCode
  | ProofMemoryFull['code']
  | KeySetUnavailable['code']
  | RevocationsStale['code']
  | 'M2M_TOKEN_MISSING'
  | 'M2M_CREDENTIAL_AMBIGUOUS'
  | 'M2M_CALLER_NOT_ALLOWED'
  | 'M2M_INSUFFICIENT_SCOPE';

/**
 * What happens on the receiving side, for metrics, traces and logs. Every member is optional and an
 * absent one costs nothing. A listener is called synchronously on the request's path and must not
 * throw; it never sees a token or a key.
 */
export interface InboundEvents {
  /** A token was accepted: found in the verified-token cache, or verified by its signature. */
  tokenAccepted?(source: 'cache' | 'signature'): void;
  /** Runs the verification of a token seen for the first time; a tracer times it. */
  verifying?<T>(verify: () => Promise<T>): Promise<T>;
  /** A request was refused. */
  requestRefused?(code: RefusalCode): void;
  /** The key set was fetched and replaced the former one. */
  keySetFetched?(keyIds: readonly string[]): void;
  /** The key set could not be fetched, or held no usable key; the former one stays in force. */
  keySetFetchFailed?(error: Error): void;
  /** An entry of the key set was left out, with the reason. */
  keyIgnored?(keyId: string | undefined, reason: string): void;
  /** The issuer published a PRIVATE key: whoever has read it can mint tokens. Raise an alarm. */
  privateKeyPublished?(keyId: string | undefined): void;
  /** A newer list of revocations is in force, with so many entries that concern this microservice. */
  revocationsChanged?(version: number, entries: number): void;
  /** The list of revocations could not be had; the former one stays in force. */
  revocationsFailed?(error: Error): void;
  /** Nothing was heard of revocations for too long. Raise an alarm; told once until it is over. */
  revocationsStale?(ageSec: number): void;
}
