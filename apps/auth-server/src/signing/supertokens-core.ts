import supertokens from 'supertokens-node';
import JWT, { type RecipeInterface } from 'supertokens-node/recipe/jwt';
import { CoreCalls } from './core-calls.js';
import type { Core, PublicJwk, SigningKeyKind } from './core.port.js';
import { CoreUnavailable } from './core-unavailable.error.js';
import type { CoreTransport } from './transport/core-transport.port.js';

/** How to reach a core. */
export interface SuperTokensCoreOptions {
  readonly transport: CoreTransport;
  /** Deadline of one call, in milliseconds. */
  readonly timeoutMs: number;
  /** This auth-server's own URL; the core puts it in `iss` when a payload names no issuer. */
  readonly publicUrl: string;
}

/** What a call hands through the SDK to the functions of its recipe, of which a process has one. */
interface CallContext {
  readonly calls: CoreCalls;
  readonly transport: CoreTransport;
  readonly publicUrl: string;
}

const contextOf = ({ userContext }: { readonly userContext: unknown }): CallContext =>
  userContext as CallContext;

/** Takes the part of the SDK's own functions, which know no deadline and cannot be aborted. */
const overTransport = (): RecipeInterface => ({
  async createJWT(input) {
    const { calls, transport, publicUrl } = contextOf(input);
    const request = {
      payload: input.payload as Readonly<Record<string, unknown>>,
      validity: Number(input.validitySeconds),
      useStaticSigningKey: input.useStaticSigningKey !== false,
      algorithm: 'RS256',
      jwksDomain: publicUrl,
    } as const;
    const answer = await calls.run((deadline) => transport.createJwt(request, deadline));
    if (answer?.status !== 'OK' || typeof answer.jwt !== 'string') {
      return { status: 'UNSUPPORTED_ALGORITHM_ERROR' };
    }
    return { status: 'OK', jwt: answer.jwt };
  },
  async getJWKS(input) {
    const { calls, transport } = contextOf(input);
    const answer = await calls.run((deadline) => transport.jwks(deadline));
    return { keys: Array.isArray(answer?.keys) ? [...answer.keys] : [] };
  },
});

let isInitialised = false;

function initialiseOnce(publicUrl: string): void {
  if (isInitialised) return;
  supertokens.init({
    framework: 'fastify',
    appInfo: { appName: 'm2m-auth', apiDomain: publicUrl, websiteDomain: publicUrl },
    recipeList: [JWT.init({ override: { functions: overTransport } })],
    telemetry: false,
  });
  isInitialised = true;
}

/**
 * A SuperTokens core behind the JWT recipe of its SDK. The SDK's middleware is deliberately not
 * mounted: it would publish an OAuth provider of its own beside this server's routes.
 */
export class SuperTokensCore implements Core {
  readonly #context: CallContext & Record<string, unknown>;

  constructor({ transport, timeoutMs, publicUrl }: SuperTokensCoreOptions) {
    initialiseOnce(publicUrl);
    this.#context = { calls: new CoreCalls(timeoutMs), transport, publicUrl };
  }

  async createJwt(
    payload: Readonly<Record<string, unknown>>,
    ttlSec: number,
    key: SigningKeyKind,
  ): Promise<string> {
    const answer = await JWT.createJWT(payload, ttlSec, key === 'static', this.#context);
    if (answer.status === 'OK') return answer.jwt;
    throw new CoreUnavailable('nonsense');
  }

  async publicKeys(): Promise<readonly PublicJwk[]> {
    const { keys } = await JWT.getJWKS(this.#context);
    if (keys.length === 0) throw new CoreUnavailable('nonsense');
    return keys.map(({ kty, kid, n, e, alg, use }) => ({ kty, kid, n, e, alg, use }));
  }
}
