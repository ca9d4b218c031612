import { command, group } from './command.js';
import { misnamedCommand } from './misnamed-command.js';

const one = (line: string) =>
  command({ command: line, describe: 'Does it', examples: [], run: async () => undefined });
const COMMANDS = [
  one('why <caller> <target>'),
  group('revoke', 'Void', [one('microservice <name>'), one('key <kid>'), one('list')]),
];

describe('misnamedCommand', () => {
  it.each([
    [['revok'], 'Did you mean revoke?'],
    [['revoke', 'lst'], 'Did you mean list?'],
    [['revoke', 'm1'], 'There are microservice, key, list.'],
    [['bananas'], 'There are why, revoke.'],
  ])('says of %j what there is', (words, hint) => {
    expect(misnamedCommand(words, COMMANDS)).toMatchObject({
      message: 'There is no such command.',
      hint,
      exitCode: 2,
    });
  });

  it.each([[[]], [['why', 'm1']], [['revoke']], [['revoke', 'key', 'x']]])(
    'has nothing to say of %j',
    (words) => expect(misnamedCommand(words, COMMANDS)).toBeUndefined(),
  );
});
