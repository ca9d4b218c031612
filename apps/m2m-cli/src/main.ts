import { hideBin } from 'yargs/helpers';
import { COMMANDS } from './commands.js';
import { runCli } from './command-line/run-cli.js';
import { projectVersion } from './config/project-root.js';
import { readEnvironment, wantsColour } from './config/settings.js';

const environment = readEnvironment(process.cwd());

const interruption = new AbortController();
process.once('SIGINT', () => interruption.abort());

// Whoever reads this has read enough: `m2m audit | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await runCli(hideBin(process.argv), {
  version: projectVersion(),
  commands: COMMANDS,
  world: {
    screen: {
      stdout: process.stdout,
      stderr: process.stderr,
      wantsColour: wantsColour(environment),
    },
    environment,
    stdin: process.stdin,
    signal: interruption.signal,
  },
});
