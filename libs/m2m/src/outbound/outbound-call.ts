import type { AccessTokens } from './access-tokens.js';
import type { ResolvedOutboundOptions } from './outbound-options.js';
import { TargetUnknown } from './target.errors.js';

/** The headers of a call that are not the application's. */
export interface OwnHeaders {
  readonly token: string;
  readonly trace: Readonly<Record<string, string>>;
}

const NO_HEADERS: Readonly<Record<string, string>> = Object.freeze({});

/** One target as its calls see it: its base URL, its tokens and the rule for a second try. */
export class OutboundCall {
  constructor(
    private readonly options: Pick<ResolvedOutboundOptions, 'targets' | 'retryMethods' | 'events'>,
    private readonly tokens: AccessTokens,
    readonly target: string,
    readonly scope: string,
  ) {}

  /** The base URL, or undefined when none is configured. */
  get base(): URL | undefined {
    return this.options.targets.get(this.target);
  }

  token(signal?: AbortSignal): Promise<string> {
    return this.tokens.get(this.target, this.scope, signal);
  }

  /** A token for a target whose base URL is not known: the refusal by policy comes first. */
  async refuseUnknown(signal?: AbortSignal): Promise<never> {
    await this.token(signal);
    throw new TargetUnknown(this.target);
  }

  /** Sends the call, inside the span of whoever traces it. */
  traced<T>(
    method: string,
    send: (headers: Readonly<Record<string, string>>) => Promise<T>,
  ): Promise<T> {
    return this.options.events.calling?.(this.target, method, send) ?? send(NO_HEADERS);
  }

  /** Another token when the target's answer asks for one and the call may be repeated. */
  async secondToken(rejected: string, method: string): Promise<string | undefined> {
    if (!this.options.retryMethods.has(method.toUpperCase())) return undefined;
    return this.tokens.replacement(this.target, this.scope, rejected);
  }
}
