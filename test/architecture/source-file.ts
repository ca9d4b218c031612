import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** One TypeScript file, named by its path from the root of the repository, with `/` in it. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const SKIPPED = new Set(['node_modules', 'dist', 'coverage']);

const ROOT = join(import.meta.dirname, '..', '..');

/** Reads every file below the folders whose name ends in one of `endings`. */
export function readSources(
  folders: readonly string[],
  endings: readonly string[] = ['.ts'],
): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.split(sep).some((part) => SKIPPED.has(part)))
      .map((path) => ({
        path: relative(ROOT, path).split(sep).join('/'),
        text: readFileSync(path, 'utf8'),
      })),
  );
}

/** Whether a file is a test; tests may reach wherever what they test may be reached. */
export const isSpec = ({ path }: SourceFile): boolean => /\.(e2e-)?spec\.ts$/.test(path);
