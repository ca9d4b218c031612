import { AppUnknown, FeatureDisabled, TenantNotPublic } from '../core-refusal.js';
import type { JwtIssuer } from '../jwt/jwt-issuer.js';
import { readJwtRequest } from '../jwt/jwt-request.js';
import type { KeyRing } from '../keys/key-ring.js';
import { compareCdiVersions, SUPPORTED_CDI_VERSIONS } from './cdi-version.js';
import { jsonAnswer, textAnswer, type CoreAnswer } from './core-answer.js';
import type { CoreApps } from './core-apps.js';
import { PUBLIC, type CorePath } from './core-path.js';
import { parseExactJson } from './exact-json.js';

/** A request that has passed the doors of the pipeline. */
export interface CoreCall {
  readonly path: CorePath;
  readonly cdiVersion: string;
  /** Reads the body; call it once. */
  readonly body: () => Promise<string>;
}

/** One API of the core. */
export interface CoreRoute {
  readonly methods: readonly string[];
  readonly needsApiKey: boolean;
  /** Whether `cdi-version` must be one of the list, not only inside its range. */
  readonly needsListedCdi: boolean;
  readonly handle: (call: CoreCall) => CoreAnswer | Promise<CoreAnswer>;
}

/** The version of the interface that brought `useStaticSigningKey`; older ones ignore it. */
const CHOOSES_KEY_SINCE = '2.21';

/** What the routes answer from. */
export interface CoreRoutesContext {
  readonly apps: CoreApps;
  readonly issuer: JwtIssuer;
  readonly ring: KeyRing;
}

/** Every API of this core by its path. */
export function coreRoutes(context: CoreRoutesContext): ReadonlyMap<string, CoreRoute> {
  return new Map([
    ['/', hello(context)],
    ['/hello', hello(context)],
    ['/apiversion', apiVersion(context)],
    ['/.well-known/jwks.json', jwks(context)],
    ['/recipe/jwt/jwks', legacyJwks(context)],
    ['/recipe/jwt', createJwt(context)],
    ['/recipe/multitenancy/app/v2', createApp(context)],
  ]);
}

function hello({ apps }: CoreRoutesContext): CoreRoute {
  return {
    methods: ['GET', 'POST', 'PUT', 'DELETE'],
    needsApiKey: false,
    needsListedCdi: false,
    handle({ path }) {
      assertKnownApp(apps, path);
      return textAnswer(200, 'Hello');
    },
  };
}

function apiVersion({ apps }: CoreRoutesContext): CoreRoute {
  return {
    methods: ['GET'],
    needsApiKey: true,
    needsListedCdi: false,
    handle(call) {
      assertPublicTenant(call);
      assertKnownApp(apps, call.path);
      return jsonAnswer({ versions: SUPPORTED_CDI_VERSIONS });
    },
  };
}

function jwks({ apps, ring }: CoreRoutesContext): CoreRoute {
  return {
    methods: ['GET'],
    needsApiKey: false,
    needsListedCdi: false,
    handle({ path }) {
      assertKnownApp(apps, path);
      const { keys, maxAgeSec } = ring.published();
      return jsonAnswer({ keys }, { 'cache-control': `max-age=${maxAgeSec}, must-revalidate` });
    },
  };
}

function legacyJwks({ apps, ring }: CoreRoutesContext): CoreRoute {
  return {
    methods: ['GET'],
    needsApiKey: true,
    needsListedCdi: true,
    handle(call) {
      assertPublicTenant(call);
      assertKnownApp(apps, call.path);
      return jsonAnswer({ keys: ring.published().keys, status: 'OK' });
    },
  };
}

function createJwt({ apps, issuer }: CoreRoutesContext): CoreRoute {
  return {
    methods: ['POST'],
    needsApiKey: true,
    needsListedCdi: true,
    async handle(call) {
      const request = readJwtRequest(parseExactJson(await call.body()));
      assertPublicTenant(call);
      assertKnownApp(apps, call.path);
      const canChooseKey = compareCdiVersions(call.cdiVersion, CHOOSES_KEY_SINCE) >= 0;
      return jsonAnswer(
        await issuer.issue(canChooseKey ? request : { ...request, useStaticSigningKey: true }),
      );
    },
  };
}

function createApp({ apps }: CoreRoutesContext): CoreRoute {
  return {
    methods: ['PUT'],
    needsApiKey: true,
    needsListedCdi: true,
    handle({ path }) {
      assertKnownApp(apps, path);
      throw new FeatureDisabled();
    },
  };
}

/** Before CDI 5.0 the tenant of an app-wide API is ignored. */
function assertPublicTenant({ path, cdiVersion }: CoreCall): void {
  if (path.tenantId !== PUBLIC && compareCdiVersions(cdiVersion, '5.0') >= 0) {
    throw new TenantNotPublic();
  }
}

function assertKnownApp(apps: CoreApps, { appId, tenantId }: CorePath): void {
  if (!apps.has(appId)) throw new AppUnknown(appId, tenantId);
}
