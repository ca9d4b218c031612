// An application of its own in a temporary folder, with nothing but what npm installs there.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
const START_DEADLINE_MS = 30_000;

const COMPILER_OPTIONS = {
  target: 'ES2023',
  module: 'nodenext',
  strict: true,
  exactOptionalPropertyTypes: true,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  skipLibCheck: true,
  types: ['node'],
  outDir: 'dist',
  rootDir: 'src',
};

const writeJson = (path, value) => writeFileSync(path, JSON.stringify(value, undefined, 2));

export class FreshApp {
  #child;

  constructor({ type, dependencies }) {
    this.folder = mkdtempSync(join(tmpdir(), 'nestjs-m2m-app-'));
    mkdirSync(join(this.folder, 'src'));
    cpSync(join(import.meta.dirname, 'consumer', 'main.ts'), join(this.folder, 'src', 'main.ts'));
    const manifest = { name: 'consumer', version: '1.0.0', private: true, type, dependencies };
    writeJson(join(this.folder, 'package.json'), manifest);
    writeJson(join(this.folder, 'tsconfig.json'), { compilerOptions: COMPILER_OPTIONS });
    this.type = type;
  }

  install(tarball) {
    const quiet = [
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      '--prefer-offline',
      '--loglevel=error',
    ];
    this.#run('npm', ['install', ...quiet, tarball], 'installs');
  }

  /** Compiles it, then looks once more with the types of all packages checked. */
  compile() {
    this.#run(process.execPath, [TSC], 'compiles');
    const strict = [TSC, '--noEmit', '--skipLibCheck', 'false', '--pretty', 'false'];
    const { stdout } = spawnSync(process.execPath, strict, { cwd: this.folder, encoding: 'utf8' });
    // Other packages may have faults of their own; this one must not.
    const faults = stdout.split('\n').filter((line) => line.startsWith('node_modules/nestjs-m2m/'));
    if (faults.length > 0) throw new Error(`types that do not hold:\n${faults.join('\n')}`);
    process.stdout.write('  has types that hold without skipLibCheck\n');
  }

  /** Loads every sub-path of the package in the way of this application's module system. */
  loadEveryEntry(entries) {
    for (const entry of Object.keys(entries)) {
      const name = join('nestjs-m2m', entry);
      const code =
        this.type === 'module' && !name.endsWith('.json')
          ? `await import('${name}')`
          : `process.getBuiltinModule('node:module').createRequire(process.cwd() + '/')('${name}')`;
      this.#run(process.execPath, [`--input-type=${this.type}`, '--eval', code], `loads ${name}`);
    }
  }

  /** Starts it; resolves to its URL. */
  start(environment) {
    const child = spawn(process.execPath, ['dist/main.js'], {
      cwd: this.folder,
      env: { PATH: process.env.PATH, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    return new Promise((resolve, reject) => {
      let output = '';
      const fail = (why) => reject(new Error(`${why}:\n${output}`));
      const timer = setTimeout(() => fail('it does not start in time'), START_DEADLINE_MS);
      child.once('exit', (code) => fail(`it ended with ${code}`));
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk) => {
          output += chunk;
          const [, url] = /listens on (http\S+)/.exec(output) ?? [];
          if (url !== undefined) {
            clearTimeout(timer);
            resolve(url);
          }
        });
      }
      child.once('exit', () => clearTimeout(timer));
    });
  }

  async remove() {
    const child = this.#child;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  #run(program, args, what) {
    const started = performance.now();
    const options = { cwd: this.folder, encoding: 'utf8' };
    const { status, stdout, stderr, error } = spawnSync(program, args, options);
    if (status !== 0) throw new Error(`${what}: not so.\n${error?.message ?? stdout + stderr}`);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(`  ${what} (${seconds} s)\n`);
  }
}
