import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../command-line/command.js';
import { projectRoot } from '../config/project-root.js';
import { CliError } from '../output/cli.errors.js';
import { EXIT, type ExitCode } from '../output/exit-codes.js';

/** `m2m up`: the demo, as `npm start` runs it. */
export const up = command({
  command: 'up',
  describe: 'Run an auth-server and m1, m2, m3 here, as npm start does',
  more: 'Ports 8000 to 8003, with an embedded core and an embedded database; one Ctrl-C ends all.',
  examples: [['up', 'then, in another terminal: m2m policy get']],
  run: async (_args, { signal }): Promise<ExitCode> => {
    const script = join(projectRoot(), 'tools', 'start', 'start.mjs');
    if (!existsSync(script)) {
      throw new CliError('The demo is not here: it comes with the repository.');
    }
    const child = spawn(process.execPath, [script], { stdio: 'inherit' });
    // Ctrl-C on a terminal reaches the child by itself; a signal to this process alone does not.
    const stop = (): void => void child.kill('SIGTERM');
    signal.addEventListener('abort', stop);
    process.once('SIGTERM', stop);
    const [code] = (await once(child, 'exit')) as [number | null];
    return code === 0 ? EXIT.ok : EXIT.failed;
  },
});
