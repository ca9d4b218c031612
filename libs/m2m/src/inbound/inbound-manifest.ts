import type { ManifestPart } from '../shared/manifest.js';
import { instancesOf, type ModuleGraph } from '../shared/manifest-parts.js';
import { declaredRoutes } from './declared-routes.js';
import { MODULE_OPTIONS_TOKEN } from './inbound.module-definition.js';
import type { M2MInboundOptions, ResolvedInboundOptions } from './inbound-options.js';
import { INBOUND_OPTIONS } from './inbound-options.token.js';
import { PROTECT_MODE } from './transport-check.js';

/** What the receiving half adds to the manifest: who this is, and whom its routes let in. */
export function inboundManifest(modules: ModuleGraph): ManifestPart {
  const [checked] = instancesOf(modules, INBOUND_OPTIONS) as readonly ResolvedInboundOptions[];
  const [given] = instancesOf(modules, MODULE_OPTIONS_TOKEN) as readonly M2MInboundOptions[];
  const [mode = 'marked'] = instancesOf(modules, PROTECT_MODE) as readonly ('all' | 'marked')[];
  const name = checked?.expected.audience ?? given?.name;
  const routes = declaredRoutes(modules, mode);
  return { ...(name !== undefined && { name }), protect: mode, routes };
}
