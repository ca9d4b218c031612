import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const nest = join(import.meta.dirname, '../../node_modules/@nestjs/cli/bin/nest.js');

/** Compiles both applications; on a compile error the compiler has said why, and this process ends. */
export function build() {
  for (const app of ['auth-server', 'microservice']) {
    const { status } = spawnSync(process.execPath, [nest, 'build', app], { stdio: 'inherit' });
    if (status !== 0) process.exit(1);
  }
}
