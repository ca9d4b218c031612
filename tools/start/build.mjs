import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { compile } from '../compile/compile.mjs';
import { ROOT, sourcesOf } from '../compile/sources.mjs';

/** Where the demo runs from; `nest build` and `nest start` have folders of their own. */
export const DEMO_FOLDER = join(ROOT, 'dist', 'demo');

const PROJECTS = [
  'apps/auth-server',
  'apps/microservice',
  'libs/m2m',
  'libs/embedded-core',
  'libs/runtime',
];
const MIGRATIONS = 'apps/auth-server/src/database/migrations';

/** Compiles both applications for the demo, from scratch: about a second. */
export async function build() {
  await rm(DEMO_FOLDER, { recursive: true, force: true });
  const sources = await Promise.all(PROJECTS.map(sourcesOf));
  await compile(sources.flat(), DEMO_FOLDER);
  await cp(join(ROOT, MIGRATIONS), join(DEMO_FOLDER, MIGRATIONS), { recursive: true });
}
