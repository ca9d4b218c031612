import { requestInvalid } from './policy.problems.js';
import { isNote } from './read-notes.js';

/** Characters that a message has at most. */
const LONGEST = 500;

/**
 * Why somebody makes a change: the header `M2M-Message`, percent-encoded UTF-8, or the parameter
 * `message`, which is decoded already. Throws a Problem for what is no text of one line.
 */
export function changeMessage(header: string | undefined, parameter: unknown): string | undefined {
  const message = header === undefined ? parameter : decoded(header);
  if (message === undefined || message === '') return undefined;
  if (typeof message === 'string' && isNote(message, LONGEST)) return message;
  throw requestInvalid(
    'message',
    `A message is one line of at most ${LONGEST} characters; in M2M-Message percent-encode it.`,
  );
}

function decoded(header: string): string | null {
  try {
    return decodeURIComponent(header);
  } catch {
    return null;
  }
}
