import { UsageError } from '../output/cli.errors.js';
import { nearestMatch } from '../output/nearest-match.js';

const HELP = 'Add --help for examples.';

/**
 * The error for a command line that yargs refuses, with what was most likely meant.
 *
 * @param options The options that the command has.
 */
export function usageError(message: string, options: readonly string[]): UsageError {
  const unknown = /^Unknown arguments?: ([^,\s]+)/.exec(message)?.[1];
  if (unknown === undefined) return new UsageError(sentence(message), HELP);
  const near = nearestMatch(unknown, options);
  return new UsageError(
    `There is no option or argument "${unknown}" here.`,
    near === undefined ? HELP : `Did you mean --${near}?`,
  );
}

/** yargs says some things on several lines, with an empty one between. */
function sentence(message: string): string {
  const text = message.trim().replace(/\s*\n\s*/g, ' ');
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
