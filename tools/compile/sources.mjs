import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The root of the repository. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** The sources of a project, specs left out, as paths from the root. */
export async function sourcesOf(project) {
  const below = join(project, 'src');
  const files = await readdir(join(ROOT, below), { recursive: true });
  return files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => join(below, file));
}
