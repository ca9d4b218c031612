import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, sourcesOf } from '../compile/sources.mjs';

const FOLDER = join(ROOT, 'dist', 'cli');
const PROJECTS = ['apps/m2m-cli', 'libs/m2m', 'libs/runtime'];
const MAIN = join('apps', 'm2m-cli', 'src', 'main.js');

/** What an earlier state was compiled to may still be running for this long. */
const KEEP_MS = 60 * 60 * 1000;

/** A name for the state of the sources: their paths, sizes and times. */
async function stampOf(sources) {
  const hash = createHash('sha256');
  const states = await Promise.all(
    sources.map(async (source) => {
      const { size, mtimeMs } = await stat(join(ROOT, source));
      return `${source} ${size} ${mtimeMs}`;
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
  await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }));
  await sweep(folder);
  return join(folder, MAIN);
}
