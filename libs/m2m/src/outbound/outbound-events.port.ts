import type { TokenRequestError } from './token-request.error.js';

/** How a request for a token was answered from memory. */
export type TokenLookup = 'fresh' | 'stale' | 'miss' | 'refused';

/**
 * What the token client tells metrics and logs. No member is ever given a token or a credential.
 *
 * Called synchronously on the way of a call: an implementation returns at once and never throws.
 */
export interface OutboundEvents {
  /** A token was asked for. */
  looked(target: string, lookup: TokenLookup): void;
  /** A token was received; `failuresBefore` tries in a row had failed. */
  renewed(target: string, failuresBefore: number): void;
  /**
   * A token could not be had for the `failures`-th time in a row.
   *
   * @param secondsLeft how long the token at hand still serves; 0 when there is none
   */
  renewalFailed(target: string, error: Error, failures: number, secondsLeft: number): void;
  /** The credential is missing, expired or rejected; told once until it works again. */
  credentialFailed(error: TokenRequestError): void;
  /** The breaker of one auth-server changed; `authServer` is its URL. */
  breakerChanged(authServer: string, state: 'opened' | 'closed'): void;
  /** Runs a request for a token of `target` and returns what it brings; a tracer times it. */
  requesting?<T>(target: string, request: () => Promise<T>): Promise<T>;
  /**
   * Runs one call to `target`, second try included, and returns what it brings. The headers given to
   * `send` travel with the call: a tracer puts `traceparent` there.
   */
  calling?<T>(
    target: string,
    method: string,
    send: (headers: Readonly<Record<string, string>>) => Promise<T>,
  ): Promise<T>;
}

/** Listens to nothing. */
export const noOutboundEvents: OutboundEvents = {
  looked: () => undefined,
  renewed: () => undefined,
  renewalFailed: () => undefined,
  credentialFailed: () => undefined,
  breakerChanged: () => undefined,
};
