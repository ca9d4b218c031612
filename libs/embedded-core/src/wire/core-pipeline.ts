import { ApiKeyRefused, CoreRefusal, MethodUnsupported, RouteUnknown } from '../core-refusal.js';
import type { ApiKeys } from './api-keys.js';
import { assertCdiVersionExists, compareCdiVersions, readCdiVersion } from './cdi-version.js';
import { textAnswer, type CoreAnswer } from './core-answer.js';
import type { CoreApps } from './core-apps.js';
import { parseCorePath, PUBLIC } from './core-path.js';
import type { CoreRoute } from './core-routes.js';

/** A request as the pipeline sees it. */
export interface CoreRequest {
  readonly method: string;
  /** The request target: path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Reads the body; called at most once, and only when every door before it is open. */
  readonly body: () => Promise<string>;
}

/** Answers one request; never rejects. */
export type CorePipeline = (request: CoreRequest) => Promise<CoreAnswer>;

/** What the pipeline is made of. */
export interface CorePipelineContext {
  readonly apiKeys: ApiKeys;
  readonly apps: CoreApps;
  readonly routes: ReadonlyMap<string, CoreRoute>;
  /** Told about what is answered with 500; the answer itself says nothing about it. */
  readonly onError: (error: unknown) => void;
}

const ROUTED_METHODS = new Set(['GET', 'POST', 'PUT', 'DELETE']);

/**
 * The doors of the core in its own order: API key, `cdi-version`, tenant of an old version, method,
 * handler. A request for an unknown app needs no API key, as nothing but a refusal awaits it.
 */
export function corePipeline(context: CorePipelineContext): CorePipeline {
  const apis = new Set(context.routes.keys());
  return async (request) => {
    try {
      return await pass(context, apis, request);
    } catch (error) {
      if (error instanceof CoreRefusal) return textAnswer(error.status, error.message);
      context.onError(error);
      return textAnswer(500, 'Internal Error');
    }
  };
}

async function pass(
  { apiKeys, apps, routes }: CorePipelineContext,
  apis: ReadonlySet<string>,
  request: CoreRequest,
): Promise<CoreAnswer> {
  const header = (name: string): string | undefined => request.headers[name]?.toString();
  const path = parseCorePath(request.url, apis);
  const route = routes.get(path.api ?? '');
  if (route?.needsApiKey === true && apps.has(path.appId)) {
    if (!apiKeys.admits(header('api-key'), header('authorization'))) throw new ApiKeyRefused();
  }
  const cdiVersion = readCdiVersion(header('cdi-version'));
  if (path.tenantId !== PUBLIC && compareCdiVersions(cdiVersion, '3.0') < 0) {
    throw new RouteUnknown();
  }
  if (route?.needsListedCdi === true) assertCdiVersionExists(cdiVersion);
  if (!ROUTED_METHODS.has(request.method)) throw new MethodUnsupported();
  if (route === undefined) throw new RouteUnknown();
  if (!route.methods.includes(request.method)) throw new MethodUnsupported();
  return route.handle({ path, cdiVersion, body: request.body });
}
