import type { ManifestPart } from '../shared/manifest.js';
import { instancesOf, type ModuleGraph } from '../shared/manifest-parts.js';
import type { M2MOutboundOptions } from './outbound-options.js';
import { OUTBOUND_OPTIONS } from './outbound.module-definition.js';

/** What the calling half adds to the manifest: who this is, and which targets it knows. */
export function outboundManifest(modules: ModuleGraph): ManifestPart {
  return knownTargets(modules, OUTBOUND_OPTIONS);
}

/** Name and targets of the options under a token; nothing when a factory is still to make them. */
export function knownTargets(modules: ModuleGraph, token: unknown): ManifestPart {
  const [options] = instancesOf(modules, token);
  if (options === undefined) return {};
  const { name, targets = {} } = options as Pick<M2MOutboundOptions, 'name' | 'targets'>;
  return { name, targets: Object.keys(targets).toSorted() };
}
