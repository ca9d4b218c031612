import { CliError } from '../output/cli.errors.js';

/** More than any answer of an auth-server: a policy of 1 MB with all of its text escaped. */
const MOST_BYTES = 16 * 1024 * 1024;

/** The text of an answer, of at most {@link MOST_BYTES}. */
export async function readBody(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) {
      throw new CliError('The answer is larger than any answer of an auth-server.', {
        hint: 'Is --auth-server or M2M_AUTH_SERVER the right address?',
      });
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
