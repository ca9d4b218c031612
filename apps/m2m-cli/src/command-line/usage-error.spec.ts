import { usageError } from './usage-error.js';

describe('usageError', () => {
  it.each([
    ['Unknown argument: jsn', 'There is no option or argument "jsn" here.', 'Did you mean --json?'],
    [
      'Unknown arguments: x, y',
      'There is no option or argument "x" here.',
      'Add --help for examples.',
    ],
    ['Missing:\n\n  file\n', 'Missing: file.', 'Add --help for examples.'],
    ['Say it.', 'Say it.', 'Add --help for examples.'],
  ])('says of %j what was meant', (message, sentence, hint) => {
    expect(usageError(message, ['json', 'since'])).toMatchObject({
      message: sentence,
      hint,
      exitCode: 2,
    });
  });
});
