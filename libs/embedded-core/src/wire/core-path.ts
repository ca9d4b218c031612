/** What a request path says: which app, which tenant, which API. */
export interface CorePath {
  /** Lower case; `public` is the default app. */
  readonly appId: string;
  /** Lower case; `public` is the default tenant. */
  readonly tenantId: string;
  /** Lower case, or undefined when no API answers at this path. */
  readonly api: string | undefined;
}

/** The id of the default app and of the default tenant. */
export const PUBLIC = 'public';

const APP = /^(?:\/appid-([a-z0-9-]+))?(\/.*)?$/;
const TENANT = /^\/(?!(?:recipe|config|users|hello)\/|appid-)([a-z0-9-]+)(\/.+)$/;

/**
 * Splits `[/appid-<id>][/<tenant>]<api>[/]`, which is matched without regard to case.
 *
 * Nothing is decoded or normalised: a path with `%` or a doubled slash matches no API.
 */
export function parseCorePath(url: string, apis: ReadonlySet<string>): CorePath {
  const path = url.replace(/\?.*$/s, '').toLowerCase();
  const [, appId = PUBLIC, withSlash = '/'] = APP.exec(path) ?? ['', PUBLIC, path];
  const rest = withSlash.length > 1 ? withSlash.replace(/\/$/, '') : withSlash;
  if (apis.has(rest)) return { appId, tenantId: PUBLIC, api: rest };
  const [, tenantId = PUBLIC, api = ''] = TENANT.exec(rest) ?? [];
  return apis.has(api) ? { appId, tenantId, api } : { appId, tenantId: PUBLIC, api: undefined };
}
