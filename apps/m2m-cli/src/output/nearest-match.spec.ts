import { nearestMatch } from './nearest-match.js';

describe('nearestMatch', () => {
  const names = ['m1', 'm2', 'billing', 'invoices', 'Orders'];

  it.each([
    ['biling', 'billing'],
    ['bililng', 'billing'],
    ['orders', 'Orders'],
    ['invocies', 'invoices'],
    ['m11', 'm1'],
  ])('takes %s for %s', (misspelt, meant) => {
    expect(nearestMatch(misspelt, names)).toBe(meant);
  });

  it.each(['m9', 'shipping', '', 'b'])('knows nothing near %j', (misspelt) => {
    expect(nearestMatch(misspelt, names)).toBeUndefined();
  });
});
