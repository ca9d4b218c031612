import { MANIFEST_VERSION, type M2MManifest, type ManifestPart } from './manifest.js';
import { LIBRARY_VERSION } from './version.js';

/** The part of Nest's modules that a manifest is read from. */
export interface ModuleGraph {
  values(): Iterable<ModuleNode>;
}

/** One module of the application. */
export interface ModuleNode {
  readonly controllers: ReadonlyMap<unknown, ProviderNode>;
  readonly providers: ReadonlyMap<unknown, ProviderNode>;
}

/** A controller or provider; the instance is missing while nothing is instantiated. */
export interface ProviderNode {
  readonly metatype: unknown;
  readonly instance: unknown;
}

/** What a module of the library puts among its providers so that the manifest finds it. */
export type ManifestPartReader = (modules: ModuleGraph) => ManifestPart;

const PART = Symbol('m2m:manifest-part');
/** Known to programs that look at an application without its copy of this library. */
const WHOLE = Symbol.for('nestjs-m2m:manifest');

/**
 * Providers through which a module of the library takes part in the manifest. They are values, which
 * exist also in Nest's preview mode, where nothing is instantiated.
 */
export function manifestProviders(part: ManifestPartReader) {
  return [
    { provide: PART, useValue: part },
    { provide: WHOLE, useValue: readManifest },
  ];
}

/** Puts together what the modules of the library contribute; the first to say something is heard. */
export function readManifest(modules: ModuleGraph): M2MManifest {
  const parts = instancesOf(modules, PART).map((read) => (read as ManifestPartReader)(modules));
  return {
    manifestVersion: MANIFEST_VERSION,
    library: LIBRARY_VERSION,
    ...Object.assign({}, ...parts.toReversed()),
  } as M2MManifest;
}

/** The instances of a provider that exist, module by module. */
export function instancesOf(modules: ModuleGraph, token: unknown): readonly unknown[] {
  return [...modules.values()].flatMap(({ providers }) => {
    const instance = providers.get(token)?.instance;
    return instance === undefined || instance === null ? [] : [instance];
  });
}
