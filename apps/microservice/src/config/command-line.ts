import { parseArgs } from 'node:util';
import { StartUpError } from '@app/runtime';

/** What to type, shown with every wrong command line. */
export const USAGE = 'Type: npx nest start microservice --name m1   (or m2, m3)';

/** What the command line says; everything else comes from the environment. */
export interface CommandLine {
  readonly name?: string | undefined;
  readonly port?: string | undefined;
}

/** What Node says first, without what a terminal would obey: the text quotes the argument. */
function firstSentence(text: string): string {
  const [sentence = ''] = text.split(/\.\s/, 1);
  return `${sentence.replace(/\p{Cc}/gu, '?').replace(/\.$/, '')}.`;
}

/**
 * Reads `--name` and `--port`.
 *
 * @throws {StartUpError} An unknown flag, a flag without a value, or a stray word.
 */
export function parseCommandLine(args: readonly string[]): CommandLine {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { name: { type: 'string' }, port: { type: 'string' } },
    });
    return values;
  } catch (error) {
    throw new StartUpError([firstSentence((error as Error).message), USAGE]);
  }
}
