import { UsageError } from '../output/cli.errors.js';
import { nearestMatch } from '../output/nearest-match.js';
import { isGroup, type Command, type Group } from './command.js';

/**
 * The error for words of which one stands where a command belongs and is none; it names the one that
 * was most likely meant, or all there are. Undefined when every command is known.
 */
export function misnamedCommand(
  [first, second]: readonly string[],
  commands: readonly (Command | Group)[],
): UsageError | undefined {
  const entry = commands.find((candidate) => nameOf(candidate) === first);
  if (entry === undefined) return unknownAmong(first, commands);
  const below = isGroup(entry) ? entry.commands : [];
  const isKnown = below.length === 0 || below.some((command) => nameOf(command) === second);
  return isKnown ? undefined : unknownAmong(second, below);
}

function unknownAmong(
  word: string | undefined,
  commands: readonly (Command | Group)[],
): UsageError | undefined {
  if (word === undefined) return undefined;
  const names = commands.map(nameOf);
  const near = nearestMatch(word, names);
  const hint = near === undefined ? `There are ${names.join(', ')}.` : `Did you mean ${near}?`;
  return new UsageError('There is no such command.', hint);
}

function nameOf(entry: Command | Group): string {
  return isGroup(entry) ? entry.name : (entry.command.split(' ')[0] ?? '');
}
