import type { M2MManifest, ManifestRoute } from '@app/m2m';

/** A manifest that says whose it is. */
export type NamedManifest = M2MManifest & { readonly name: string };

/** The routes that demand a token. */
export function protectedRoutes({ routes = [] }: M2MManifest): readonly ManifestRoute[] {
  return routes.filter(({ access }) => access === 'protected');
}

/** Whether a route lets a caller in, as far as its name goes. */
export function letsIn({ callers }: ManifestRoute, caller: string): boolean {
  return callers === undefined || callers.includes(caller);
}

/** A route as a person finds it. */
export function placeOf({ operation, handler }: ManifestRoute): string {
  return `${operation} (${handler})`;
}
