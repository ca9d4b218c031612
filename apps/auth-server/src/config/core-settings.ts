import { StartUpError } from '@app/runtime';
import type { AuthServerEnvironment } from './environment.js';

/** Which core signs: the one in this process, or one at an address. */
export type CoreSettings =
  | { readonly kind: 'embedded'; readonly port: number }
  | {
      readonly kind: 'remote';
      readonly connectionUri: string;
      readonly apiKey?: string;
      readonly mustBeClosed?: true;
    };

function isCoreAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && !username && !password && !search && !hash;
}

function remoteCore(connectionUri: string, env: AuthServerEnvironment): CoreSettings {
  const hosts = connectionUri.split(';').flatMap((host) => host.trim() || []);
  if (hosts.length === 0 || !hosts.every(isCoreAddress)) {
    throw new StartUpError([
      'SUPERTOKENS_CONNECTION_URI must be one or more http(s) URLs, separated by ";", such as http://core-1:3567;http://core-2:3567.',
    ]);
  }
  const apiKey = env.SUPERTOKENS_API_KEY;
  const mustBeClosed = env.NODE_ENV === 'production' && !env.M2M_ALLOW_OPEN_CORE;
  if (apiKey !== undefined) {
    return { kind: 'remote', connectionUri, apiKey, ...(mustBeClosed && { mustBeClosed }) };
  }
  if (mustBeClosed) {
    throw new StartUpError([
      'SUPERTOKENS_API_KEY is not set. A core without an API key lets anyone who reaches it mint any identity: set api_keys in the core and the key here, or M2M_ALLOW_OPEN_CORE=true if the network alone protects it.',
    ]);
  }
  return { kind: 'remote', connectionUri };
}

/**
 * Chooses the core.
 *
 * @throws {StartUpError} An embedded core in production, or a remote one without an API key, unless
 * allowed by name.
 */
export function coreSettings(env: AuthServerEnvironment): CoreSettings {
  if (env.SUPERTOKENS_CONNECTION_URI !== undefined) {
    return remoteCore(env.SUPERTOKENS_CONNECTION_URI, env);
  }
  if (env.NODE_ENV === 'production' && !env.M2M_ALLOW_EMBEDDED_CORE) {
    throw new StartUpError([
      'SUPERTOKENS_CONNECTION_URI is not set, and the embedded core is for development. Set the address of a SuperTokens core, or M2M_ALLOW_EMBEDDED_CORE=true to sign with the embedded one all the same.',
    ]);
  }
  return { kind: 'embedded', port: env.M2M_EMBEDDED_CORE_PORT };
}
