import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { UsageError } from '../output/cli.errors.js';

/** The environment of a process, as Node gives it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the command takes from the environment and the options that every command has. */
export interface Settings {
  /** Base URL of the auth-server, without a trailing slash. */
  readonly authServer: string;
  /** The admin token itself, from the environment; never from the command line. */
  readonly adminToken: string | undefined;
  /** The file that holds it when the environment does not. */
  readonly adminTokenFile: string;
  /** Folder of local state. */
  readonly home: string;
  readonly isProduction: boolean;
  /** Everything else, for commands that look at more of it. */
  readonly environment: Environment;
}

/** The options that every command has, as far as settings come from them. */
export interface SettingOptions {
  readonly 'auth-server'?: string | undefined;
  readonly 'admin-token-file'?: string | undefined;
}

/** Variables of the process, with those of `.env` in the working directory below them. */
export function readEnvironment(cwd: string, own: Environment = process.env): Environment {
  try {
    return { ...parseEnv(readFileSync(join(cwd, '.env'), 'utf8')), ...own };
  } catch {
    return own;
  }
}

/** Whether colours are wished for: https://no-color.org. */
export function wantsColour({ NO_COLOR, TERM }: Environment): boolean {
  return (NO_COLOR ?? '') === '' && TERM !== 'dumb';
}

/**
 * Reads the settings of one run. An option on the command line wins over a variable.
 *
 * @throws {UsageError} The auth-server's URL is none.
 */
export function readSettings(options: SettingOptions, environment: Environment): Settings {
  const home = environment['M2M_HOME'] ?? '.m2m';
  const tokenFile = options['admin-token-file'];
  const [first = ''] = (environment['M2M_AUTH_SERVER'] ?? 'http://localhost:8000').split(',');
  return {
    authServer: baseUrl(options['auth-server'] ?? first.trim()),
    adminToken: tokenFile === undefined ? environment['M2M_ADMIN_TOKEN'] : undefined,
    adminTokenFile: tokenFile ?? join(home, 'admin-token'),
    home,
    isProduction: environment['NODE_ENV'] === 'production',
    environment,
  };
}

function baseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (!isHttp || url.username !== '' || url.password !== '' || url.search !== '') {
    throw new UsageError(
      'The URL of the auth-server is not one.',
      'Name it with --auth-server http://localhost:8000, or in M2M_AUTH_SERVER; without a password in it.',
    );
  }
  return text.replace(/\/+$/, '');
}
