import { table } from './table.js';

describe('table', () => {
  it('aligns columns under their headings, numbers to the right', () => {
    const rows = [
      ['m1', 7],
      ['billing', 1200],
    ] as const;
    expect(table(['name', 'calls'], rows)).toBe(
      ['NAME     CALLS', 'm1           7', 'billing   1200'].join('\n'),
    );
  });

  it.each([undefined, null, ''])('shows a dash for %j', (cell) => {
    expect(table(['a', 'b'], [[cell, 'x']])).toBe('A  B\n-  x');
  });

  it('lets nothing in a cell steer the terminal', () => {
    expect(table(['a'], [['\u001b[2Jgone\nnext\u202e']])).toBe(
      'A\n\u{fffd}[2Jgone\u{fffd}next\u{fffd}',
    );
  });

  it('shows headings alone when there are no rows', () => {
    expect(table(['a', 'b'], [])).toBe('A  B');
  });
});
