#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(import.meta.dirname, '..', '..');
const BUILT = join(ROOT, 'dist', 'apps', 'm2m-cli', 'apps', 'm2m-cli', 'src', 'main.js');

/** Where there are no sources, as in an image, the command is what `nest build` has made of them. */
async function mainFile() {
  if (!existsSync(join(ROOT, 'apps', 'm2m-cli', 'src'))) return BUILT;
  const { build } = await import('./build.mjs');
  return build();
}

await import(pathToFileURL(await mainFile()).href);
