// Builds the auth-server, compiles the benches together with the library's sources, then runs them from
// the output.
import { spawnSync } from 'node:child_process';

const root = new URL('..', import.meta.url);
const run = (script, args) =>
  spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' }).status ?? 1;

process.exitCode =
  run('node_modules/@nestjs/cli/bin/nest.js', ['build', 'auth-server']) ||
  run('node_modules/typescript/bin/tsc', ['-p', 'bench/tsconfig.json']) ||
  run('dist/bench/bench/src/main.js', process.argv.slice(2));
