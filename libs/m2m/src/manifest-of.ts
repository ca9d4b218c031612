import { ModulesContainer } from '@nestjs/core';
import type { M2MManifest } from './shared/manifest.js';
import { readManifest } from './shared/manifest-parts.js';

/**
 * What an application declares in its code: its routes with whom they let in, and the targets of its
 * options. It has no `calls`: those are read from source by `m2m manifest`.
 *
 * @param app the application, or anything else that gives Nest's `ModulesContainer`; it need not listen
 */
export function manifestOf(app: {
  get(token: typeof ModulesContainer): ModulesContainer;
}): M2MManifest {
  return readManifest(app.get(ModulesContainer));
}
