import type { AccessTokens } from './access-tokens.js';
import type { ResolvedOutboundOptions } from './outbound-options.js';
import { TargetUnknown } from './target.errors.js';
import { tokenChallenge } from './token-challenge.js';
import type { HeldToken } from './token-cache.js';

/** The headers of a call that are not the application's. */
export interface OwnHeaders {
  readonly authorization: string;
  /** The proof beside a bound token (RFC 9449 §7.1), new for every try. */
  readonly dpop: string | undefined;
  readonly trace: Readonly<Record<string, string>>;
}

/** A 401 of a target, as far as it says what would help. */
export interface TokenRefusal {
  readonly url: string;
  readonly method: string;
  /** Its `WWW-Authenticate`. */
  readonly challenge: string | null | undefined;
  /** Its `DPoP-Nonce`. */
  readonly nonce: string | null | undefined;
}

type Options = Pick<ResolvedOutboundOptions, 'targets' | 'retryMethods' | 'events' | 'dpop'>;

const NO_HEADERS: Readonly<Record<string, string>> = Object.freeze({});

/** One target as its calls see it: its base URL, its tokens and the rule for a second try. */
export class OutboundCall {
  constructor(
    private readonly options: Options,
    private readonly tokens: AccessTokens,
    readonly target: string,
    readonly scope: string,
  ) {}

  /** The base URL, or undefined when none is configured. */
  get base(): URL | undefined {
    return this.options.targets.get(this.target);
  }

  token(signal?: AbortSignal): Promise<HeldToken> {
    return this.tokens.held(this.target, this.scope, signal);
  }

  /** A token for a target whose base URL is not known: the refusal by policy comes first. */
  async refuseUnknown(signal?: AbortSignal): Promise<never> {
    await this.token(signal);
    throw new TargetUnknown(this.target);
  }

  /** How one try shows its token. */
  headers(
    { accessToken, isBound }: HeldToken,
    trace: OwnHeaders['trace'],
    method: string,
    url: string,
  ): OwnHeaders {
    if (!isBound) return { authorization: `Bearer ${accessToken}`, dpop: undefined, trace };
    const dpop = this.options.dpop?.prover.proof(method.toUpperCase(), new URL(url), accessToken);
    return { authorization: `DPoP ${accessToken}`, dpop, trace };
  }

  /** Sends the call, inside the span of whoever traces it. */
  traced<T>(
    method: string,
    send: (headers: Readonly<Record<string, string>>) => Promise<T>,
  ): Promise<T> {
    return this.options.events.calling?.(this.target, method, send) ?? send(NO_HEADERS);
  }

  /**
   * The token for a second try, when the target's 401 says that one would help and the call may be
   * repeated: another one, or the same one with the nonce that the target wants to see. In that case
   * the method does not matter, since nothing was done.
   */
  async secondToken(token: HeldToken, refusal: TokenRefusal): Promise<HeldToken | undefined> {
    const { url, method, challenge, nonce } = refusal;
    const { scheme, error } = tokenChallenge(challenge) ?? {};
    const isLearnt = this.options.dpop?.prover.learn({ url: new URL(url), nonce }) === true;
    if (error === 'use_dpop_nonce') return token.isBound && isLearnt ? token : undefined;
    if (error !== 'invalid_token') return undefined;
    if (scheme === 'dpop' && !token.isBound) this.tokens.bind(this.target, this.scope);
    if (!this.options.retryMethods.has(method.toUpperCase())) return undefined;
    return this.tokens.replacement(this.target, this.scope, token.accessToken);
  }
}
