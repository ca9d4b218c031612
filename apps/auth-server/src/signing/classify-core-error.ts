import { CoreIncompatible, CoreUnavailable, type CoreFailure } from './core-unavailable.error.js';

/** The SDK throws plain errors; these are the texts by which its kinds are told apart. */
const BY_TEXT: readonly (readonly [RegExp, CoreFailure])[] = [
  [/No SuperTokens core available|fetch failed|ECONN|ENOTFOUND|EAI_AGAIN|socket/i, 'unreachable'],
  [/status code: 401\b/, 'refused_our_key'],
  [/status code: 429\b/, 'overloaded'],
];

/** Names what went wrong with the core, from whatever the SDK threw. */
export function classifyCoreError(error: unknown): CoreUnavailable | CoreIncompatible {
  if (error instanceof CoreUnavailable || error instanceof CoreIncompatible) return error;
  const text = String((error as { message?: unknown } | null)?.message ?? error);
  if (/not compatible with this NodeJS SDK/.test(text)) {
    return new CoreIncompatible({ cause: error });
  }
  const failure = BY_TEXT.find(([pattern]) => pattern.test(text))?.[1] ?? 'nonsense';
  return new CoreUnavailable(failure, { cause: error });
}
