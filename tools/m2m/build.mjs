import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, sourcesOf } from '../compile/sources.mjs';

const FOLDER = join(ROOT, 'dist', 'cli');
const PROJECTS = ['apps/m2m-cli', 'libs/m2m', 'libs/runtime'];
const COMPILER = join('tools', 'compile');
const MAIN = join('apps', 'm2m-cli', 'src', 'main.js');

/** What an earlier state was compiled to may still be running for this long. */
const KEEP_MS = 60 * 60 * 1000;

/** A name for the state of the sources and of what compiles them: paths, sizes and times. */
async function stampOf(sources) {
  const hash = createHash('sha256');
  const compiler = await readdir(join(ROOT, COMPILER));
  const files = [...sources, ...compiler.map((name) => join(COMPILER, name))];
  const states = await Promise.all(
    files.map(async (file) => {
      const { size, mtimeMs } = await stat(join(ROOT, file));
      return `${file} ${size} ${mtimeMs}`;
    }),
  );
  hash.update(states.toSorted((a, b) => (a < b ? -1 : 1)).join('\n'));
  return hash.digest('hex').slice(0, 16);
}

async function sweep(current) {
  for (const name of await readdir(FOLDER)) {
    const folder = join(FOLDER, name);
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Infinity }));
    if (folder !== current && Date.now() - mtimeMs > KEEP_MS) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** Another process may have been faster; what it has compiled is as good. */
async function putInPlace(draft, folder) {
  try {
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/**
 * Compiles the command when its sources have changed since the last time, which takes about a second,
 * and says where its main file is. Processes that do so at the same moment do not disturb each other.
 */
export async function build() {
  const sources = (await Promise.all(PROJECTS.map(sourcesOf))).flat();
  const folder = join(FOLDER, await stampOf(sources));
  if (existsSync(folder)) return join(folder, MAIN);
  const { compile } = await import('../compile/compile.mjs');
  const draft = `${folder}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  await compile(sources, draft);
  await putInPlace(draft, folder);
  await sweep(folder);
  return join(folder, MAIN);
}
