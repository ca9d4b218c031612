import { isMicroserviceName, type Clock } from '@app/m2m';
import type { Problem } from '@app/runtime';
import { addressKey } from './address-key.js';
import { Buckets } from './buckets.js';
import type { LimitEvents, LimitKind } from './limit-events.port.js';
import { rateLimited } from './limits.problems.js';
import type { LimitsOptions } from './limits-options.js';
import { retryAfterSec, type Rate } from './token-bucket.js';

/** What a {@link RateLimiter} is made of. */
export interface RateLimiterParts extends LimitsOptions {
  readonly clock: Clock;
  readonly events?: LimitEvents | undefined;
}

/** The part of a request that limits look at. */
export interface LimitedRequest {
  /** The address of the client, as far as trusted proxies tell it. */
  readonly ip: string;
  readonly url: string;
}

/** One name that an address tries may fail this much of what the address may. */
const SHARE_OF_A_NAME = 0.25;

/**
 * Bounds what one credential and one address may ask for. Nothing here refuses a credential before it
 * is looked at, so whoever floods an address with wrong ones locks nobody out who has a right one.
 */
export class RateLimiter {
  /** By name, for whoever shares them with other instances. */
  readonly buckets: ReadonlyMap<string, Buckets>;
  private readonly proven = new WeakSet<LimitedRequest>();
  private readonly tried = new WeakMap<LimitedRequest, string>();

  constructor(private readonly parts: RateLimiterParts) {
    const { perCredential, perAddress, failures, clock } = parts;
    const rates: Readonly<Record<string, Rate | undefined>> = {
      credential: perCredential,
      address: perAddress,
      failures,
      name: failures && shareOf(failures),
    };
    this.buckets = new Map(
      Object.entries(rates).flatMap(([name, rate]) =>
        rate === undefined ? [] : [[name, new Buckets(rate, clock)]],
      ),
    );
  }

  /** Before anything is known of a request but where it comes from; what it returns is the refusal. */
  arrived(request: LimitedRequest): Problem | undefined {
    return this.refusal(request, 'address', this.take('address', addressKey(request.ip)));
  }

  /** Notes the name that a request tries to prove, so that one name does not use up all of an address. */
  tries(request: LimitedRequest, name: string): void {
    if (isMicroserviceName(name)) this.tried.set(request, name);
  }

  /**
   * A request proved who it is, with the credential of this id.
   *
   * @throws {Problem} `M2M_RATE_LIMITED`: this credential asks too often.
   */
  authenticated(request: LimitedRequest, credential: string): void {
    this.proven.add(request);
    const refusal = this.refusal(request, 'credential', this.take('credential', credential));
    if (refusal !== undefined) throw refusal;
  }

  /** A request was answered with 401; returns what to say in its place when there were too many. */
  failed(request: LimitedRequest): Problem | undefined {
    if (this.proven.has(request)) return undefined;
    const address = addressKey(request.ip);
    const name = this.tried.get(request);
    const wait =
      (name !== undefined && this.take('name', `${address} ${name}`)) ||
      this.take('failures', address);
    return this.refusal(request, 'failures', wait);
  }

  private take(bucket: string, key: string): number {
    return this.buckets.get(bucket)?.take(key) ?? 0;
  }

  private refusal({ url }: LimitedRequest, kind: LimitKind, wait: number): Problem | undefined {
    if (wait === 0) return undefined;
    this.parts.events?.limited(kind);
    return rateLimited(kind, retryAfterSec(wait), url);
  }
}

const shareOf = ({ perSec, burst }: Rate): Rate => ({
  perSec: perSec * SHARE_OF_A_NAME,
  burst: Math.max(1, Math.floor(burst * SHARE_OF_A_NAME)),
});
