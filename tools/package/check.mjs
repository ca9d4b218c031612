// Holds the built package to its manifest, to publint and to attw; part of npm run test:package
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PACKAGE } from './build.mjs';
import {
  contentProblems,
  differences,
  importedPackages,
  manifestProblems,
} from './manifest-rules.mjs';
import { packPackage } from './pack.mjs';

const ROOT = join(import.meta.dirname, '..', '..');

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** What the manifest says wrongly about what is in the package. */
function ownProblems(files) {
  const imported = files
    .filter((path) => path.startsWith('dist/'))
    .flatMap((path) => importedPackages(readFileSync(join(PACKAGE, path), 'utf8')));
  const root = readJson(join(ROOT, 'package.json'));
  const manifest = readJson(join(PACKAGE, 'package.json'));
  const tested = { ...root.devDependencies, ...root.dependencies };
  return [
    ...contentProblems(files),
    ...differences(manifest, root),
    ...manifestProblems(manifest, imported, tested),
  ];
}

/** Runs an installed program and tells whether it was content. */
function isContent(program, args) {
  process.stdout.write(`\n== ${program} ${args.join(' ')}\n`);
  const path = join(ROOT, 'node_modules', '.bin', program);
  return spawnSync(path, args, { cwd: ROOT, stdio: 'inherit' }).status === 0;
}

const folder = mkdtempSync(join(tmpdir(), 'nestjs-m2m-pack-'));
try {
  const { path, files, sizeBytes } = packPackage(folder);
  process.stdout.write(`Packed ${files.length} files, ${Math.ceil(sizeBytes / 1024)} kB.\n`);
  const problems = ownProblems(files);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  const verdicts = [
    problems.length === 0,
    isContent('publint', ['run', path, '--strict']),
    isContent('attw', [path, '--profile', 'esm-only', '--no-emoji']),
  ];
  process.exitCode = verdicts.every(Boolean) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
