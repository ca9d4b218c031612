import type { PublicJwk } from '../core.port.js';
import type { CallDeadline } from './call-deadline.js';

/** The body of `POST /recipe/jwt`, members in the order in which the SDK sends them. */
export interface CoreJwtRequest {
  readonly payload: Readonly<Record<string, unknown>>;
  /** Seconds. */
  readonly validity: number;
  readonly useStaticSigningKey: boolean;
  readonly algorithm: 'RS256';
  /** Becomes `iss` when the payload names none. */
  readonly jwksDomain: string;
}

/** What a core says to a request for a token; only `OK` comes with one. */
export interface CoreJwtAnswer {
  readonly status?: unknown;
  readonly jwt?: unknown;
}

/** What a core says to a request for its keys. */
export interface CoreKeysAnswer {
  readonly keys?: readonly PublicJwk[];
}

/**
 * How the two functions of the JWT recipe reach a core. What comes back is the core's own answer,
 * not yet believed.
 */
export interface CoreTransport {
  /** @throws {CoreUnavailable} @throws {CoreIncompatible} */
  createJwt(request: CoreJwtRequest, deadline: CallDeadline): Promise<CoreJwtAnswer | null>;
  /** @throws {CoreUnavailable} @throws {CoreIncompatible} */
  jwks(deadline: CallDeadline): Promise<CoreKeysAnswer | null>;
  /** Lets go of every connection; calls that are under way end first. */
  close(): Promise<void>;
}
