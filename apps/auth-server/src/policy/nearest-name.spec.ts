import { nearestName } from './nearest-name.js';

describe('nearestName', () => {
  it.each([
    ['ordrs', 'orders'],
    ['Orders', 'orders'],
    ['orders ', 'orders'],
    ['odrers', 'orders'],
    ['billin', 'billing'],
    ['m22', 'm2'],
    ['M2', 'm2'],
  ])('takes %j for %s', (misspelt, meant) => {
    expect(nearestName(misspelt, ['billing', 'orders', 'm2'])).toBe(meant);
  });

  it.each(['stock', 'x', 'm9', '', 'ord', 'orders-archive'])(
    'takes %j for nothing known',
    (misspelt) => {
      expect(nearestName(misspelt, ['billing', 'orders', 'm2'])).toBeUndefined();
    },
  );

  it('prefers the nearer of two', () => {
    expect(nearestName('order', ['ordeal', 'orders'])).toBe('orders');
    expect(nearestName('order', ['orders', 'ordeal'])).toBe('orders');
  });
});
