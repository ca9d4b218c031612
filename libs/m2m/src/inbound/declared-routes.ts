import { RequestMethod, type Type } from '@nestjs/common';
import { MetadataScanner } from '@nestjs/core';
import type { ManifestRoute } from '../shared/manifest.js';
import type { ModuleGraph } from '../shared/manifest-parts.js';
import { metadata } from './handler-metadata.js';
import { declaredRules, markedAccess } from './route-marks.js';

type Operation = Pick<ManifestRoute, 'transport' | 'operation'>;
type Access = Pick<
  ManifestRoute,
  'access' | 'callers' | 'scopes' | 'senderConstrained' | 'hasPredicate'
>;

const NO_RULES = { scopes: [], senderConstrained: false, hasPredicate: false };

/** Every handler of the application that something can call, with whom it lets in. */
export function declaredRoutes(
  modules: ModuleGraph,
  mode: 'all' | 'marked',
): readonly ManifestRoute[] {
  const classes = [...modules.values()].flatMap(({ controllers, providers }) => [
    ...[...controllers.values()].map(({ metatype }) => metatype),
    ...[...providers.values()].map(({ metatype }) => metatype),
  ]);
  return [...new Set(classes)]
    .filter((one): one is Type => typeof one === 'function' && one.prototype !== undefined)
    .flatMap((controller) => routesOf(controller, mode));
}

function routesOf(controller: Type, mode: 'all' | 'marked'): readonly ManifestRoute[] {
  const methods = controller.prototype as Readonly<Record<string, object>>;
  return new MetadataScanner().getAllMethodNames(methods).flatMap((name) => {
    const method = methods[name];
    if (method === undefined) return [];
    const operations = operationsOf(controller, method, name);
    if (operations.length === 0) return [];
    const access = accessOf(controller, method, mode);
    const handler = `${controller.name}.${name}`;
    return operations.map((operation) => ({ handler, ...operation, ...access }));
  });
}

function operationsOf(controller: Type, handler: object, name: string): readonly Operation[] {
  return [
    ...httpOperations(controller, handler),
    ...(metadata('patterns', handler) ?? []).map((pattern): Operation => ({
      transport: 'message',
      operation: patternText(pattern),
    })),
    ...socketOperations(controller, handler),
    ...graphqlOperations(handler, name),
  ];
}

function httpOperations(controller: Type, handler: object): readonly Operation[] {
  const method = metadata('method', handler);
  const base = metadata('path', controller);
  if (method === undefined || base === undefined) return [];
  const version = metadata('version', handler) ?? metadata('version', controller);
  const suffix = typeof version === 'string' ? ` (version ${version})` : '';
  return [base].flat().flatMap((first) =>
    [metadata('path', handler) ?? ''].flat().map((second) => ({
      transport: 'http',
      operation: `${RequestMethod[method]} ${joined(first, second)}${suffix}`,
    })),
  );
}

function joined(...paths: readonly string[]): string {
  const parts = paths.flatMap((path) => path.split('/')).filter((part) => part !== '');
  return `/${parts.join('/')}`;
}

function patternText(pattern: unknown): string {
  return typeof pattern === 'string' ? pattern : JSON.stringify(pattern);
}

function socketOperations(controller: Type, handler: object): readonly Operation[] {
  if (!metadata('gateway', controller) || !metadata('isSocketMessage', handler)) return [];
  return [{ transport: 'websocket', operation: patternText(metadata('socketMessage', handler)) }];
}

function graphqlOperations(handler: object, name: string): readonly Operation[] {
  const type = metadata('resolverType', handler);
  if (type === undefined) return [];
  const field = metadata('resolverName', handler) ?? name;
  return [{ transport: 'graphql', operation: `${type} ${field}` }];
}

function accessOf(controller: Type, handler: object, mode: 'all' | 'marked'): Access {
  const marked = markedAccess(controller, handler);
  const access = marked ?? (mode === 'all' ? 'protected' : 'unmarked');
  if (access !== 'protected') return { access, ...NO_RULES };
  const { callers, scopes, predicates, needsBinding } = declaredRules(controller, handler);
  const [first, ...others] = callers;
  const allowed = first && [...first].filter((name) => others.every((set) => set.has(name)));
  return {
    access,
    ...(allowed && { callers: allowed.toSorted() }),
    scopes: scopes.toSorted(),
    senderConstrained: needsBinding,
    hasPredicate: predicates.length > 0,
  };
}
