import { isTooDeep } from './is-too-deep.js';

describe('isTooDeep', () => {
  it.each([
    ['brackets', '['.repeat(500_000)],
    ['braces', '{a: '.repeat(200_000)],
    ['list items on one line', '- '.repeat(450_000)],
    ['complex keys', '? '.repeat(450_000)],
    ['indentation', Array.from({ length: 40 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    [
      'lists and indentation',
      Array.from({ length: 14 }, (_, i) => `${' '.repeat(4 * i)}- - a:`).join('\r\n'),
    ],
  ])('finds a text too deep by its %s', (_what, text) => {
    expect(isTooDeep(text, 16)).toBe(true);
  });

  it.each([
    ['brackets that are closed', '[]{}'.repeat(100)],
    ['closing brackets', `${']'.repeat(100)}[`],
    ['brackets inside texts', `a: "${'['.repeat(100)}"`],
    ['long lists', '- a: [b]\n'.repeat(100)],
    ['long maps', Array.from({ length: 100 }, (_, i) => `k${i}:\n  a: {b: c}`).join('\n')],
    ['a list that follows a map', `a: {${'b: c, '.repeat(20)}}\nd: [e]`],
    ['maps on one line', `{${'a: b, '.repeat(100)}}`],
  ])('does not mind %s', (_what, text) => {
    expect(isTooDeep(text, 16)).toBe(false);
  });
});
