// Packs dist/nestjs-m2m as `npm publish` would.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { PACKAGE } from './build.mjs';

/** Makes the tarball in a folder; tells its path and the files inside. */
export function packPackage(folder) {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const [packed] = JSON.parse(execFileSync('npm', args, { cwd: PACKAGE, encoding: 'utf8' }));
  return {
    path: join(folder, packed.filename),
    files: packed.files.map(({ path }) => path),
    sizeBytes: packed.size,
  };
}
