import { printable } from './printable.js';

describe('printable', () => {
  it.each([
    ['m2', 'm2'],
    ['a b\t', 'a b\\u{9}'],
    ['\u001b[2J', '\\u{1b}[2J'],
    ['\u202egpj.exe', '\\u{202e}gpj.exe'],
    ['mé', 'm\\u{e9}'],
    ['😀', '\\u{1f600}'],
    ['\ud800', '\\u{d800}'],
    ['x'.repeat(80), 'x'.repeat(80)],
    ['x'.repeat(81), `${'x'.repeat(80)}…`],
  ])('shows %j as %j', (text, shown) => expect(printable(text)).toBe(shown));
});
