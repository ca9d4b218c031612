import { Inject, Injectable, Optional } from '@nestjs/common';
import type { ResolvedInboundOptions } from '../inbound/inbound-options.js';
import { INBOUND_OPTIONS } from '../inbound/inbound-options.token.js';
import { KeySet } from '../inbound/key-set.js';
import { RevocationFeed } from '../inbound/revocation-feed.js';
import type { TokenSnapshot } from '../outbound/token-snapshot.js';
import { tokenProblem } from './preflight-report.js';
import { M2MPreflight } from './preflight.service.js';

/** What the indicator shows; never a token, a key or a credential. */
export interface M2MHealth {
  /**
   * `down`: no caller can be verified. `degraded`: some call to another microservice will fail, as
   * `problems` says. The type is that of @nestjs/terminus 12, where degraded is answered with 200.
   */
  readonly status: 'up' | 'degraded' | 'down';
  /** One sentence per problem, with what to do; absent when there is none. */
  readonly problems?: readonly string[];
  /** Absent without the receiving half. */
  readonly keySet?: {
    /** Of the set in force; undefined when there is none. */
    readonly ageSeconds: number | undefined;
    /** How many keys tokens can be judged by. */
    readonly keys: number;
    /** Why the latest fetch failed; absent when it succeeded. */
    readonly lastError?: string;
  };
  /** Absent when revocations are not followed. */
  readonly revocations?: {
    /** Since the auth-server last confirmed the list in force; undefined when it never did. */
    readonly ageSeconds: number | undefined;
    /** How many entries concern this microservice. */
    readonly entries: number;
  };
  /** Absent when the credential does not say when it ends, or without the calling half. */
  readonly credential?: {
    /** As ISO 8601, in UTC. */
    readonly endsAt: string;
  };
  /** Absent while no token was asked for. */
  readonly tokens?: readonly Pick<TokenSnapshot, 'target' | 'scope' | 'state' | 'secondsLeft'>[];
}

/**
 * Tells how the machine-to-machine side is, for a readiness check of `@nestjs/terminus`. It needs no
 * part of that package.
 *
 * A missing edge or credential, and silence about revocations, degrade; only an absent key set takes the microservice down, since
 * without it every caller would get 503. Each check also renews what is due, without waiting for tokens.
 *
 * @example
 * ```ts
 * this.health.check([() => this.m2m.check()]);
 * ```
 */
@Injectable()
export class M2MHealthIndicator {
  /** @internal Made by Nest. */
  constructor(
    private readonly preflight: M2MPreflight,
    @Optional() @Inject(KeySet) private readonly keySet?: KeySet,
    @Optional() @Inject(INBOUND_OPTIONS) private readonly inbound?: ResolvedInboundOptions,
    @Optional() @Inject(RevocationFeed) private readonly revocations?: RevocationFeed,
  ) {}

  /**
   * How it is now.
   *
   * @param key the name under which the result stands; default `m2m`
   */
  async check<const Key extends string = 'm2m'>(
    key: Key = 'm2m' as Key,
  ): Promise<Record<Key, M2MHealth>> {
    void this.preflight.warm();
    await this.keySet?.refreshIfDue();
    return { [key]: await this.health() } as Record<Key, M2MHealth>;
  }

  private async health(): Promise<M2MHealth> {
    const { name, tokens, credentialEndMs } = await this.preflight.report();
    const problems = [
      ...this.keySetProblems(),
      ...this.revocationProblems(),
      ...tokens.flatMap((token) => tokenProblem(name, token) ?? []),
    ];
    return {
      status: this.keySetProblems().length > 0 ? 'down' : problems.length > 0 ? 'degraded' : 'up',
      ...(problems.length > 0 && { problems }),
      ...this.keySetState(),
      ...this.revocationState(),
      ...(credentialEndMs !== undefined && {
        credential: { endsAt: new Date(credentialEndMs).toISOString() },
      }),
      ...(tokens.length > 0 && {
        tokens: tokens.map(({ target, scope, state, secondsLeft }) => ({
          target,
          scope,
          state,
          secondsLeft,
        })),
      }),
    };
  }

  private keySetProblems(): readonly string[] {
    if (this.keySet === undefined) return [];
    const { ageMs, lastError } = this.keySet.snapshot();
    const maxStaleMs = this.inbound?.timing.maxStaleMs ?? Number.POSITIVE_INFINITY;
    if (ageMs !== undefined && ageMs < maxStaleMs) return [];
    return [`no caller can be verified: ${lastError ?? 'the key set is not fetched yet'}`];
  }

  private revocationProblems(): readonly string[] {
    const state = this.revocations?.snapshot();
    if (state === undefined || !state.isFollowed || !state.isStale) return [];
    const seconds = Math.round(state.silentMs / 1000);
    return [`nothing was heard of revocations for ${seconds} s: see why the auth-server is away`];
  }

  private revocationState(): Pick<M2MHealth, 'revocations'> {
    const state = this.revocations?.snapshot();
    if (state === undefined || !state.isFollowed) return {};
    const { ageMs, entries } = state;
    const ageSeconds = ageMs === undefined ? undefined : Math.round(ageMs / 1000);
    return { revocations: { ageSeconds, entries } };
  }

  private keySetState(): Pick<M2MHealth, 'keySet'> {
    if (this.keySet === undefined) return {};
    const { ageMs, keyIds, lastError } = this.keySet.snapshot();
    return {
      keySet: {
        ageSeconds: ageMs === undefined ? undefined : Math.round(ageMs / 1000),
        keys: keyIds.length,
        ...(lastError !== undefined && { lastError }),
      },
    };
  }
}
