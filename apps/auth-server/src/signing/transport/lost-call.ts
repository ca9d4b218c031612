import { CoreUnavailable, type CoreFailure } from '../core-unavailable.error.js';

/** What may follow a request that brought no answer: nothing was sent, or who knows, or never mind. */
export type LostCall = 'not_sent' | 'lost' | 'final';

const NOT_SENT = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What no network does by itself: an answer that is no HTTP, or without an end. */
const NONSENSE = /^(HPE_|UND_ERR_RES_EXCEEDED_MAX_SIZE)/;

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
}

/** Tells a request that never left from one that was lost on the way, by the client's error. */
export function lostCall(error: unknown): LostCall {
  if (error instanceof CoreUnavailable) return 'final';
  const code = codeOf(error);
  if (NONSENSE.test(code)) return 'final';
  return NOT_SENT.has(code) ? 'not_sent' : 'lost';
}

/** The name of what went wrong, once nothing more is tried. */
export function unavailable(error: unknown): CoreUnavailable {
  if (error instanceof CoreUnavailable) return error;
  const failure: CoreFailure = NONSENSE.test(codeOf(error)) ? 'nonsense' : 'unreachable';
  return new CoreUnavailable(failure, { cause: error });
}
