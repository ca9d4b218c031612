import { M2MError } from '../shared/m2m.error.js';
import type { M2MEvents } from './m2m-events.js';

/** One event as a log line has it: a stable name, and members that are never a token or a secret. */
export interface M2MEventRecord {
  /** Stable, in snake case. */
  readonly event: string;
  /** How much a person should care. */
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly [member: string]: unknown;
}

/**
 * Hands every event to a function, for a log of one's own.
 *
 * `debug` is what happens on every request, `info` what happens now and then, `warn` what fails and
 * will be tried again, `error` what a person has to mend.
 *
 * @example
 * ```ts
 * const events = recordEvents(({ level, ...record }) => pino[level](record));
 * ```
 */
export function recordEvents(write: (record: M2MEventRecord) => void): M2MEvents {
  return {
    tokenAccepted: (source) => write({ event: 'token_accepted', level: 'debug', source }),
    requestRefused: (code) => write({ event: 'request_refused', level: 'info', code }),
    keySetFetched: (keyIds) => write({ event: 'key_set_fetched', level: 'info', keyIds }),
    keySetFetchFailed: (error) =>
      write({ event: 'key_set_fetch_failed', level: 'warn', message: error.message }),
    keyIgnored: (keyId, reason) => write({ event: 'key_ignored', level: 'warn', keyId, reason }),
    privateKeyPublished: (keyId) =>
      write({ event: 'private_key_published', level: 'error', keyId }),
    revocationsChanged: (version, entries) =>
      write({ event: 'revocations_changed', level: 'info', version, entries }),
    revocationsFailed: (error) =>
      write({ event: 'revocations_failed', level: 'warn', message: error.message }),
    revocationsStale: (ageSec) => write({ event: 'revocations_stale', level: 'error', ageSec }),
    looked: (target, lookup) => write({ event: 'token_lookup', level: 'debug', target, lookup }),
    renewed: (target, failuresBefore) =>
      write({ event: 'token_renewed', level: 'info', target, failuresBefore }),
    renewalFailed: (target, error, failures, secondsLeft) =>
      write({
        event: 'token_renewal_failed',
        level: 'warn',
        target,
        failures,
        secondsLeft,
        ...described(error),
      }),
    credentialFailed: (error) =>
      write({ event: 'credential_failed', level: 'error', ...described(error) }),
    breakerChanged: (authServer, state) =>
      write({
        event: 'breaker_changed',
        level: state === 'opened' ? 'warn' : 'info',
        authServer,
        state,
      }),
  };
}

function described(error: Error): { readonly message: string; readonly code?: string } {
  const { message } = error;
  return error instanceof M2MError ? { message, code: error.code } : { message };
}
