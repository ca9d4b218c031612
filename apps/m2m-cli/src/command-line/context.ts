import { AdminClient } from '../client/admin-client.js';
import { readAdminToken } from '../client/admin-token.js';
import {
  readSettings,
  type Environment,
  type SettingOptions,
  type Settings,
} from '../config/settings.js';
import { Output, type Screen } from '../output/output.js';

/** Everything that the outside world gives to one run of the command. */
export interface World {
  readonly screen: Screen;
  readonly environment: Environment;
  readonly stdin: AsyncIterable<unknown>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** What a command works with. */
export interface Context {
  readonly settings: Settings;
  readonly client: AdminClient;
  readonly out: Output;
  readonly stdin: AsyncIterable<unknown>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** The options that every command has. */
export type GlobalOptions = SettingOptions & { readonly json?: boolean | undefined };

/** Makes the context of one run. Throws a UsageError when a setting is wrong. */
export function createContext(options: GlobalOptions, world: World, out: Output): Context {
  const { signal, stdin } = world;
  const settings = readSettings(options, world.environment);
  const client = new AdminClient({
    authServer: settings.authServer,
    token: () => readAdminToken(settings),
    signal,
  });
  return { settings, client, out, stdin, signal };
}
