import { readFile, stat } from 'node:fs/promises';
import type { M2MManifest } from '@app/m2m';
import { CliError } from '../output/cli.errors.js';
import type { NamedManifest } from './named-manifest.js';

/** The form that this command understands; naming it here spares loading the library. */
const MANIFEST_VERSION: M2MManifest['manifestVersion'] = 1;
const MOST_BYTES = 10_000_000;

/** Reads manifests as `m2m manifest` writes them. Throws a CliError that names the file. */
export async function readManifests(files: readonly string[]): Promise<readonly NamedManifest[]> {
  return Promise.all(files.map(readManifest));
}

async function readManifest(file: string): Promise<NamedManifest> {
  const text = await textOf(file);
  try {
    const manifest: unknown = JSON.parse(text);
    if (isManifest(manifest)) return manifest;
  } catch (cause) {
    throw noManifest(file, cause);
  }
  throw noManifest(file);
}

async function textOf(file: string): Promise<string> {
  try {
    if ((await stat(file)).size > MOST_BYTES) throw new RangeError('too large');
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw noManifest(file, cause);
  }
}

function isManifest(value: unknown): value is NamedManifest {
  const { manifestVersion, name, routes, targets, calls } = Object(value) as Partial<
    Record<keyof NamedManifest, unknown>
  >;
  const lists = [routes, targets, calls].filter((list) => list !== undefined);
  const isComplete = typeof name === 'string' && lists.every((list) => Array.isArray(list));
  return manifestVersion === MANIFEST_VERSION && isComplete;
}

function noManifest(file: string, cause?: unknown): CliError {
  return new CliError(
    `${file} is no manifest of version ${MANIFEST_VERSION}.`,
    { code: 'M2M_CLI_NO_MANIFEST', hint: `Write it anew: m2m manifest <main> --out ${file}` },
    { cause },
  );
}
