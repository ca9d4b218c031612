import type { OptionReader } from './option-reader.js';
import { remoteRevocationSource } from './revocation-fetcher.js';
import type { RevocationSource } from './revocation-source.port.js';

/** How the receiving half follows what the auth-server has revoked. */
export interface M2MRevocationOptions {
  /**
   * `'pushed'` (default): the auth-server holds each request until something changes. `'polled'`:
   * it is asked every `intervalMs`. `'off'`: revocations are not followed.
   */
  readonly follow?: 'pushed' | 'polled' | 'off';
  /** Where the list is, when it is not at `/revocations` below each `authServer`. */
  readonly uri?: string;
  /** Longest time between two requests when polled or when they fail, in milliseconds. Default 5 s. */
  readonly intervalMs?: number;
  /** Age of the last news from which the list counts as stale, in milliseconds. Default 60 s. */
  readonly staleAfterMs?: number;
  /** Deadline of one request beyond the time it may be held, in milliseconds. Default 3 s. */
  readonly deadlineMs?: number;
}

/** {@link M2MRevocationOptions} after every check. */
export interface RevocationPlan {
  /** Undefined when revocations are not followed. */
  readonly source: RevocationSource | undefined;
  /** How long a request may be held, in seconds; 0 when polled. */
  readonly waitSec: number;
  readonly intervalMs: number;
  readonly staleAfterMs: number;
}

/** A proxy may cut what is silent for longer. */
const LONGEST_WAIT_SEC = 25;

/** Reads the option `revocations`; followed by default when there is a place to find the list. */
export function readRevocationOptions(
  read: OptionReader,
  byDefault: { readonly uris: readonly URL[] },
): RevocationPlan {
  const section = read.section('revocations', [
    'follow',
    'uri',
    'intervalMs',
    'staleAfterMs',
    'deadlineMs',
  ]);
  const follow = section.oneOf('follow', ['pushed', 'polled', 'off'], 'pushed');
  const own = section.url('uri');
  const uris = (own === undefined ? byDefault.uris : [own]).map(({ href }) => href);
  const intervalMs = section.integer('intervalMs', 5000, 1000, 3_600_000);
  const staleAfterMs = section.integer('staleAfterMs', 60_000, 2000, 86_400_000);
  const deadlineMs = section.integer('deadlineMs', 3000, 1, 60_000);
  const isFollowed = follow !== 'off' && uris.length > 0;
  return {
    source: isFollowed ? remoteRevocationSource(uris, deadlineMs) : undefined,
    // Half, so that a list of which nothing is heard is not yet a stale one.
    waitSec: follow === 'pushed' ? Math.min(LONGEST_WAIT_SEC, Math.floor(staleAfterMs / 2000)) : 0,
    intervalMs,
    staleAfterMs,
  };
}
