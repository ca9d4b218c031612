import supertokens from 'supertokens-node';
import JWT from 'supertokens-node/recipe/jwt';
import { CoreCalls } from './core-calls.js';
import type { Core, PublicJwk, SigningKeyKind } from './core.port.js';
import { CoreUnavailable } from './core-unavailable.error.js';

/** How to reach a core. */
export interface SuperTokensCoreOptions {
  /** One or more base URLs separated by `;`; calls go to them in turn. */
  readonly connectionUri: string;
  readonly apiKey?: string;
  /** Deadline of one call, in milliseconds. */
  readonly timeoutMs: number;
  /** This auth-server's own URL; the core puts it in `iss` when a payload names no issuer. */
  readonly publicUrl: string;
}

let initialisedFor: string | undefined;

/** The SDK keeps its settings in statics and ignores a second `init` without a word. */
function initialiseOnce({ connectionUri, apiKey, publicUrl }: SuperTokensCoreOptions): void {
  if (initialisedFor === connectionUri) return;
  if (initialisedFor !== undefined) {
    throw new Error(
      'The SuperTokens SDK serves one core per process, and it was already started for another one.',
    );
  }
  supertokens.init({
    framework: 'fastify',
    supertokens: { connectionURI: connectionUri, ...(apiKey === undefined ? {} : { apiKey }) },
    appInfo: { appName: 'm2m-auth', apiDomain: publicUrl, websiteDomain: publicUrl },
    recipeList: [JWT.init()],
    telemetry: false,
  });
  initialisedFor = connectionUri;
}

/**
 * A SuperTokens core through its own SDK. The SDK's middleware is deliberately not mounted: it would
 * publish an OAuth provider of its own beside this server's routes.
 */
export class SuperTokensCore implements Core {
  private readonly calls: CoreCalls;

  constructor(options: SuperTokensCoreOptions) {
    initialiseOnce(options);
    this.calls = new CoreCalls(options.timeoutMs);
  }

  async createJwt(
    payload: Readonly<Record<string, unknown>>,
    ttlSec: number,
    key: SigningKeyKind,
  ): Promise<string> {
    const answer = await this.calls.run(() => JWT.createJWT(payload, ttlSec, key === 'static'));
    if (answer.status === 'OK' && typeof answer.jwt === 'string') return answer.jwt;
    throw new CoreUnavailable('nonsense');
  }

  async publicKeys(): Promise<readonly PublicJwk[]> {
    const { keys } = await this.calls.run(() => JWT.getJWKS());
    if (!Array.isArray(keys) || keys.length === 0) throw new CoreUnavailable('nonsense');
    return keys.map(({ kty, kid, n, e, alg, use }) => ({ kty, kid, n, e, alg, use }));
  }
}
