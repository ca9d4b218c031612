import { readFile } from 'node:fs/promises';
import { CliError } from '../output/cli.errors.js';
import { EXIT } from '../output/exit-codes.js';

/** Where the admin token may come from; never from the command line, which others can list. */
export interface AdminTokenSources {
  readonly adminToken: string | undefined;
  readonly adminTokenFile: string;
}

/** What to do when there is no admin token, or a wrong one. */
export const ADMIN_TOKEN_REPAIR =
  'Set M2M_ADMIN_TOKEN, or name the file that holds the token with --admin-token-file.';

/** The admin token of the environment or else of the file. Throws a CliError that says what to do. */
export async function readAdminToken(sources: AdminTokenSources): Promise<string> {
  const text = sources.adminToken ?? (await readTokenFile(sources.adminTokenFile));
  const token = text.trim();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw noToken(
    token === '' ? 'The admin token is empty.' : 'What should be the admin token is none.',
  );
}

async function readTokenFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw noToken(`There is no admin token: ${file} cannot be read.`, cause);
  }
}

function noToken(message: string, cause?: unknown): CliError {
  return new CliError(
    message,
    { exitCode: EXIT.notAllowed, code: 'M2M_CLI_NO_ADMIN_TOKEN', hint: ADMIN_TOKEN_REPAIR },
    { cause },
  );
}
