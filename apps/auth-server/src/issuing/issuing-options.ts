import type { Clock } from '@app/m2m';

/** What the issuer has to be told. */
export interface IssuingOptions {
  /** `iss` of every token. */
  readonly issuer: string;
  /** How long an access token lives, in seconds; at most 7200, since the core then drops its key. */
  readonly ttlSec: number;
  /** After how many seconds a client should renew it, though it lives on. */
  readonly refreshSec: number;
  /**
   * Whether equal requests that are under way at the same moment may have one token; default false.
   * It spares signatures in a storm, and costs the tokens their own `jti`.
   */
  readonly sharesSignatures?: boolean;
  /** Tells when an edge ends; the system's clock unless given. */
  readonly clock?: Clock;
}

/** Injects the {@link IssuingOptions}. */
export const ISSUING_OPTIONS = Symbol('ISSUING_OPTIONS');
