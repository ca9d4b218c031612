// Builds the package nestjs-m2m from libs/m2m into dist/nestjs-m2m: npm run build:package
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(import.meta.dirname, '..', '..');
const LIBRARY = join(ROOT, 'libs', 'm2m');

/** Where the package lies, ready for `npm pack`, once it is built. */
export const PACKAGE = join(ROOT, 'dist', 'nestjs-m2m');

/** Compiles the library with plain tsc and puts manifest, README and licence beside the result. */
export function buildPackage() {
  rmSync(PACKAGE, { recursive: true, force: true });
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const args = [tsc, '-p', join(LIBRARY, 'tsconfig.build.json')];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error('The library does not compile: see above.');
  cpSync(join(LIBRARY, 'package.json'), join(PACKAGE, 'package.json'));
  cpSync(join(LIBRARY, 'README.md'), join(PACKAGE, 'README.md'));
  cpSync(join(ROOT, 'LICENSE'), join(PACKAGE, 'LICENSE'));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    buildPackage();
    process.stdout.write('Built dist/nestjs-m2m.\n');
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
