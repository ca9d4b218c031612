import type { Clock } from '../shared/clock.js';
import type { BackoffBounds } from './backoff.js';
import type { BreakerLimits } from './circuit-breaker.js';
import type { DpopOption, DpopPlan } from './dpop/dpop-option.js';
import type { OutboundEvents } from './outbound-events.port.js';
import type { TokenTransport } from './token-endpoint.js';

/**
 * Where the credential comes from: the text itself, the name of an environment variable, a file
 * that is read again when it changes, or a function that is asked before every token request.
 */
export type CredentialOption =
  | string
  | {
      /** Name of the environment variable. */
      readonly env: string;
    }
  | {
      /** Path of the file, from the working directory. */
      readonly file: string;
    }
  | (() => string | Promise<string>);

/** Waits, as a port: production sleeps, a test moves its clock. */
export type Wait = (ms: number) => Promise<void>;

/** What a microservice states about its calls to others. */
export interface M2MOutboundOptions {
  /** This microservice: the `sub` of its tokens. */
  readonly name: string;
  /** Base URL of the auth-server, or several of equal right, tried in turn. */
  readonly authServer: string | readonly string[];
  /** Issuer of the tokens. Default `auth-server`. */
  readonly issuer?: string | undefined;
  /** What to show the auth-server. Without one every call fails with `M2M_CREDENTIAL_MISSING`. */
  readonly credential?: CredentialOption | undefined;
  /** Base URL of each target, by name. A token leaves for the base URL of its target only. */
  readonly targets?: Readonly<Record<string, string>> | undefined;
  /** Deadline of getting one token, all tries and waits included. Default 3000. */
  readonly timeoutMs?: number | undefined;
  /** Deadline of one call to a target. Default 10000. */
  readonly callTimeoutMs?: number | undefined;
  /** Largest answer of a target that `for()` accepts, in bytes. Default 10 MiB. */
  readonly maxResponseBytes?: number | undefined;
  /**
   * Which methods are sent a second time, with a fresh token, after a 401 `invalid_token`.
   * `true` (the default) means the idempotent ones (RFC 9110 §9.2.2); `false` none.
   */
  readonly retryOn401?: boolean | readonly string[] | undefined;
  /** Tries of one token request while a call waits for it. Default 3. */
  readonly attempts?: number | undefined;
  /** Ceiling of the first wait between tries, doubled from try to try. Default 200. */
  readonly backoffBaseMs?: number | undefined;
  /** Ceiling of every wait between tries. Default 30000. */
  readonly backoffCapMs?: number | undefined;
  /** Failures in a row after which an auth-server is left alone. Default 5. */
  readonly breakerFailures?: number | undefined;
  /** How long it is left alone. Default 5000. */
  readonly breakerOpenMs?: number | undefined;
  /** How long a refusal by policy is remembered. Default 2000; at least 1000. */
  readonly refusalTtlMs?: number | undefined;
  /** Shortest time between two renewals of one token. Default 5000; at least 1000. */
  readonly minRefreshMs?: number | undefined;
  /**
   * Binds tokens to a key, so that a stolen one is of no use (DPoP, RFC 9449): `true`,
   * `'when-required'` or `{ key }`. Default false. Over HTTP only.
   */
  readonly dpop?: DpopOption | undefined;
  /** Tokens kept in memory; the least recently used leaves first. Default 1000. */
  readonly maxTokens?: number | undefined;
  /** Hears what the token client does, beside the log. */
  readonly events?: OutboundEvents | undefined;
  /** Default: the system's clocks. */
  readonly clock?: Clock | undefined;
  /** 0 to 1, for jitter. Default `Math.random`. */
  readonly random?: (() => number) | undefined;
  /** Default: a timer. */
  readonly wait?: Wait | undefined;
  /** Carries token requests to the auth-server. Default: HTTP. */
  readonly tokenTransport?: TokenTransport | undefined;
}

/** The options with every default filled in. */
export interface ResolvedOutboundOptions {
  readonly name: string;
  readonly issuer: string;
  readonly authServers: readonly URL[];
  readonly credential: CredentialOption | undefined;
  readonly targets: ReadonlyMap<string, URL>;
  readonly timeoutMs: number;
  readonly callTimeoutMs: number;
  readonly maxResponseBytes: number;
  readonly retryMethods: ReadonlySet<string>;
  readonly attempts: number;
  readonly backoff: BackoffBounds;
  readonly breaker: BreakerLimits;
  readonly refusalTtlMs: number;
  readonly minRefreshMs: number;
  readonly maxTokens: number;
  /** Undefined: bearer tokens only. */
  readonly dpop: DpopPlan | undefined;
  readonly events: OutboundEvents;
  readonly clock: Clock;
  readonly random: () => number;
  readonly wait: Wait;
  readonly tokenTransport: TokenTransport;
}
