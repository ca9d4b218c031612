import { COMMANDS } from '../../apps/m2m-cli/src/commands.js';
import { isGroup, type Command } from '../../apps/m2m-cli/src/command-line/command.js';
import { manual } from '../../apps/m2m-cli/src/command-line/manual.js';
import { readDocument } from './markdown.js';

const commands = COMMANDS.flatMap((entry): readonly (readonly [string, Command])[] =>
  isGroup(entry)
    ? entry.commands.map((command) => [`${entry.name} ${nameOf(command)}`, command] as const)
    : [[nameOf(entry), entry] as const],
);

function nameOf({ command }: Command): string {
  return command.split(' ')[0] ?? '';
}

describe('the manual of the command', () => {
  it('is what npm run docs:cli makes of the commands', () => {
    expect(readDocument('docs/cli.md')).toBe(`${manual(COMMANDS)}\n`);
  });

  it.each(commands)('has an example of m2m %s, which calls it', (path, { examples }) => {
    expect(examples.length).toBeGreaterThan(0);
    for (const [line, what] of examples) {
      expect(line).toMatch(new RegExp(`(^|\\| m2m )${path}( |$)`));
      expect(what).not.toBe('');
    }
  });

  it.each(commands)('describes m2m %s and all of its options', (_, command) => {
    expect(command.describe).toMatch(/^[A-Z].*[^.]$/);
    const parts = [
      ...Object.values(command.options ?? {}),
      ...Object.values(command.positionals ?? {}),
    ];
    for (const { describe: text } of parts) expect(text).toMatch(/^[A-Z]/);
  });

  it.each(commands)(
    'takes no secret of m2m %s as an argument',
    (_, { options = {}, positionals = {} }) => {
      const names = [...Object.keys(options), ...Object.keys(positionals)];
      expect(names.filter((name) => /(token|secret|password|key|credential)$/.test(name))).toEqual(
        [],
      );
    },
  );
});
