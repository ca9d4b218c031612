import { resolveCoreOptions, type EmbeddedCoreOptions } from './embedded-core.options.js';
import { JwtIssuer, type JwtAnswer } from './jwt/jwt-issuer.js';
import { readJwtRequest } from './jwt/jwt-request.js';
import { KeyRing, type PublishedKeys } from './keys/key-ring.js';
import { ApiKeys } from './wire/api-keys.js';
import { CoreApps } from './wire/core-apps.js';
import { corePipeline } from './wire/core-pipeline.js';
import { coreRoutes } from './wire/core-routes.js';
import type { JsonObject } from './wire/exact-json.js';
import { listen } from './wire/http-server.js';

/** What `POST /recipe/jwt` takes as its body. */
export type CreateJwtInput = {
  readonly payload: JsonObject;
  /** Seconds. */
  readonly validity: number;
  /** Default true. */
  readonly useStaticSigningKey?: boolean;
  readonly algorithm: string;
  /** Becomes `iss` unless the payload has one. */
  readonly jwksDomain: string;
};

/** A running core. */
export interface EmbeddedCore {
  /** What a SuperTokens SDK takes as its connection URI. */
  readonly url: string;
  /**
   * `POST /recipe/jwt` without HTTP and without API key: same rules, same refusals, thrown as
   * `CoreRefusal`.
   */
  readonly createJwt: (input: CreateJwtInput) => Promise<JwtAnswer>;
  /** `GET /.well-known/jwks.json` without HTTP. */
  readonly jwks: () => PublishedKeys;
  /** Reads the key store now instead of within `keyReloadMs`, and rotates if it is time. */
  readonly refreshKeys: () => Promise<void>;
  /** Answers what is in flight, frees the port and stops reading the store. */
  readonly close: () => Promise<void>;
}

/**
 * Starts the part of a SuperTokens core that the JWT recipe needs, over HTTP and in process.
 *
 * Makes the signing keys that the store lacks first. Throws `CoreOptionsError` for a wrong option,
 * the store's error when it cannot be read, and `EADDRINUSE` when the port is taken.
 */
export async function startEmbeddedCore(options: EmbeddedCoreOptions): Promise<EmbeddedCore> {
  const resolved = resolveCoreOptions(options);
  const { store, clock, onError } = resolved;
  const apiKeys = new ApiKeys(resolved.apiKeys);
  const apps = new CoreApps(resolved.appAliases);
  const schedule = {
    intervalMs: resolved.dynamicKeyIntervalSec * 1000,
    graceMs: 2 * resolved.accessTokenValiditySec * 1000,
  };
  const reloadMs = resolved.keyReloadMs;
  const ring = await KeyRing.open({ store, clock, schedule, reloadMs, onError });
  const issuer = new JwtIssuer(ring, clock);
  const routes = coreRoutes({ apps, issuer, ring });
  try {
    const server = await listen(corePipeline({ apiKeys, apps, routes, onError }), resolved);
    return {
      url: server.url,
      createJwt: async (input) => issuer.issue(readJwtRequest(input)),
      jwks: () => ring.published(),
      refreshKeys: () => ring.refresh(),
      async close() {
        await server.close();
        await ring.close();
      },
    };
  } catch (error) {
    await ring.close();
    throw error;
  }
}
