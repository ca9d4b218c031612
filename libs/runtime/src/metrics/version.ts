import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PACKAGE = 'package.json';

/** The version of this project: that of the nearest `package.json` above, built or not. */
export function version(folder = import.meta.dirname): string {
  const file = join(folder, PACKAGE);
  if (existsSync(file)) {
    const { version: found } = JSON.parse(readFileSync(file, 'utf8')) as { version?: string };
    if (found !== undefined) return found;
  }
  const above = dirname(folder);
  return above === folder ? 'unknown' : version(above);
}
