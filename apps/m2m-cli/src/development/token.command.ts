import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from '../command-line/command.js';
import type { Settings } from '../config/settings.js';
import { CliError, UsageError } from '../output/cli.errors.js';
import { EXIT } from '../output/exit-codes.js';
import { fetchToken } from './fetch-token.js';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** `m2m token`: an access token to try things with, on one's own machine. */
export const token = command({
  command: 'token <caller> <target>',
  describe: 'Get an access token to try something with; on your own machine only',
  more:
    'Uses the credential in .m2m/credentials/<caller>.jwt. Refuses NODE_ENV=production and an\n' +
    'auth-server that is not on this machine. On a terminal the token is printed with --show only.',
  examples: [
    ['token m1 m2 --show', 'the token'],
    ['token m1 m2 | wc -c', 'into another program, no --show needed'],
  ],
  positionals: {
    caller: { type: 'string', demandOption: true, describe: 'Who calls' },
    target: { type: 'string', demandOption: true, describe: 'Who is called' },
  },
  options: {
    scope: { type: 'string', requiresArg: true, describe: 'Scopes, separated by spaces' },
    'credential-file': { type: 'string', requiresArg: true, describe: 'Another credential' },
    show: { type: 'boolean', describe: 'Print it on a terminal, too' },
  },
  run: async (args, { settings, out, signal }) => {
    const { caller, target, scope, show, 'credential-file': file } = args;
    refuseProduction(settings);
    if (out.isTerminal && show !== true) {
      throw new UsageError('A token on a terminal stays there.', 'If that is fine, add --show.');
    }
    const credential = await readCredential(settings, caller, file);
    const request = { authServer: settings.authServer, credential, target, scope, signal };
    const answer = await out.during('Getting a token', fetchToken(request));
    out.show(answer, () => answer.accessToken);
  },
});

function refuseProduction({ isProduction, authServer }: Settings): void {
  const isHere = LOOPBACK.test(new URL(authServer).hostname);
  if (!isProduction && isHere) return;
  throw new CliError(
    isProduction
      ? 'This is production: a token is nothing to hand around here.'
      : `${authServer} is not on this machine, and a token is nothing to hand around.`,
    {
      exitCode: EXIT.notAllowed,
      code: 'M2M_CLI_DEVELOPMENT_ONLY',
      hint: 'A microservice gets its tokens itself: m2m.getToken in nestjs-m2m.',
    },
  );
}

async function readCredential(
  { home }: Settings,
  caller: string,
  named: string | undefined,
): Promise<string> {
  if (named === undefined && !/^[a-z0-9][a-z0-9._-]*$/i.test(caller)) {
    throw new UsageError('That is no name of a microservice.');
  }
  const file = named ?? join(home, 'credentials', `${caller}.jwt`);
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (cause) {
    throw new CliError(
      `There is no credential of ${caller}: ${file} cannot be read.`,
      { hint: `Make one: m2m credential issue ${caller} --out ${file}` },
      { cause },
    );
  }
}
