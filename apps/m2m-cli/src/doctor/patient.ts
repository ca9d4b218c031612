import type { Context } from '../command-line/context.js';
import { UsageError } from '../output/cli.errors.js';
import type { CoreAccess, Patient } from './diagnosis.js';
import type { Installed } from './installed-library.js';

const DEADLINE_MS = 5000;

/** What this command line and environment lead to. Throws a UsageError. */
export function patientOf(
  { settings, client, signal }: Pick<Context, 'settings' | 'client' | 'signal'>,
  coreOption: string | undefined,
  installed: Installed,
): Patient {
  const { environment, authServer, isProduction, home } = settings;
  const credentialFile = environment['M2M_CREDENTIAL_FILE'];
  return {
    authServers: authServersOf(authServer, environment['M2M_AUTH_SERVER']),
    core: coreOf(coreOption ?? environment['SUPERTOKENS_CONNECTION_URI'], environment),
    isProduction,
    allowsEmbeddedCore: environment['M2M_ALLOW_EMBEDDED_CORE'] === 'true',
    home,
    credentialFiles: credentialFile === undefined ? [] : [credentialFile],
    admin: client,
    installed,
    nowMs: () => Date.now(),
    deadlineMs: DEADLINE_MS,
    signal,
  };
}

/** All of the variable, unless the option names another one. */
function authServersOf(chosen: string, variable: string | undefined): readonly string[] {
  const listed = (variable ?? '').split(',').map((url) => url.trim().replace(/\/+$/, ''));
  const known = listed.filter((url) => url !== '');
  return known.includes(chosen) ? known : [chosen];
}

function coreOf(
  text: string | undefined,
  environment: Context['settings']['environment'],
): CoreAccess | undefined {
  const uris = (text ?? '').split(';').map((uri) => uri.trim().replace(/\/+$/, ''));
  const known = uris.filter((uri) => uri !== '');
  if (known.length === 0) return undefined;
  if (!known.every(isAddress)) {
    throw new UsageError(
      'The address of the core is not one.',
      'Name it as in SUPERTOKENS_CONNECTION_URI: --core "http://core-1:3567;http://core-2:3567"',
    );
  }
  return { uris: known, apiKey: environment['SUPERTOKENS_API_KEY'] };
}

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}
