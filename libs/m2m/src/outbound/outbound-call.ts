import type { AccessTokens } from './access-tokens.js';
import type { ResolvedOutboundOptions } from './outbound-options.js';
import { TargetUnknown } from './target.errors.js';

/** One target as its calls see it: its base URL, its tokens and the rule for a second try. */
export class OutboundCall {
  constructor(
    private readonly options: Pick<ResolvedOutboundOptions, 'targets' | 'retryMethods'>,
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

  /** Another token when the target's answer asks for one and the call may be repeated. */
  async secondToken(rejected: string, method: string): Promise<string | undefined> {
    if (!this.options.retryMethods.has(method.toUpperCase())) return undefined;
    return this.tokens.replacement(this.target, this.scope, rejected);
  }
}
