import { systemCoreClock, type CoreClock } from './clock.js';
import { CoreOptionsError } from './core-options.error.js';
import { OVERLAP_MS } from './keys/key-schedule.js';
import type { SigningKeyStore } from './signing-key-store.port.js';

/** How an embedded core is started. */
export interface EmbeddedCoreOptions {
  /** Where the signing keys live. */
  readonly store: SigningKeyStore;
  /** Default `127.0.0.1`. Any host that is not loopback demands an API key. */
  readonly host?: string | undefined;
  /** Default 3567; 0 takes any free port. */
  readonly port?: number | undefined;
  /**
   * Who holds one of these may mint any identity. At least 20 characters of `[0-9A-Za-z=-]` each.
   * Default none: the core is open.
   */
  readonly apiKeys?: readonly string[] | undefined;
  /**
   * App ids that answer as the default app, so that `/appid-<id>/…` works. They share its keys,
   * unlike the apps of a full core. Default none.
   */
  readonly appAliases?: readonly string[] | undefined;
  /** How long a dynamic key signs, in seconds: default 604 800 (a week), at least 3600. */
  readonly dynamicKeyIntervalSec?: number | undefined;
  /**
   * A dynamic key stays published for twice this long after its last signature, so a token that it
   * signed must not live longer than that. Seconds, default 3600, at least 1.
   */
  readonly accessTokenValiditySec?: number | undefined;
  /**
   * How often the store is read again, so that a key of another process is published before that
   * process signs with it. Milliseconds, default 10 000, at most 30 000.
   */
  readonly keyReloadMs?: number | undefined;
  /** Default 1 048 576. */
  readonly maxBodyBytes?: number | undefined;
  /** How long `close` waits for answers in flight. Milliseconds, default 5000. */
  readonly drainMs?: number | undefined;
  /** Default: the system's clock. */
  readonly clock?: CoreClock | undefined;
  /** Told about failures that no caller sees in full: answers of 500, readings of the store. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** {@link EmbeddedCoreOptions} with every default filled in. */
export type ResolvedCoreOptions = {
  readonly [Name in keyof EmbeddedCoreOptions]-?: NonNullable<EmbeddedCoreOptions[Name]>;
};

const LOOPBACK = /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|localhost)$/;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Fills the defaults; throws {@link CoreOptionsError} naming the option that is wrong. */
export function resolveCoreOptions(options: EmbeddedCoreOptions): ResolvedCoreOptions {
  const host = options.host ?? '127.0.0.1';
  const apiKeys = options.apiKeys ?? [];
  if (apiKeys.length === 0 && !LOOPBACK.test(host)) {
    throw new CoreOptionsError(
      'apiKeys',
      `without a key anyone who reaches ${host} can mint any identity. Give a key, or listen on 127.0.0.1.`,
    );
  }
  return {
    store: options.store,
    host,
    apiKeys,
    appAliases: options.appAliases ?? [],
    port: whole('port', options.port ?? 3567, 0, 65_535),
    dynamicKeyIntervalSec: whole(
      'dynamicKeyIntervalSec',
      options.dynamicKeyIntervalSec ?? 604_800,
      3600,
    ),
    accessTokenValiditySec: whole(
      'accessTokenValiditySec',
      options.accessTokenValiditySec ?? 3600,
      1,
    ),
    keyReloadMs: whole('keyReloadMs', options.keyReloadMs ?? 10_000, 1, OVERLAP_MS / 2),
    maxBodyBytes: whole('maxBodyBytes', options.maxBodyBytes ?? 1_048_576, 1),
    drainMs: whole('drainMs', options.drainMs ?? 5000, 0, LONGEST_TIMER_MS),
    clock: options.clock ?? systemCoreClock,
    onError: options.onError ?? (() => undefined),
  };
}

function whole(option: string, value: number, min: number, max = 2 ** 40): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new CoreOptionsError(option, `${value} is no whole number from ${min} to ${max}.`);
}
