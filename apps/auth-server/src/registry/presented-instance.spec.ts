import { presentedInstance } from './presented-instance.js';

describe('presentedInstance', () => {
  it.each(['m1-7d9f.x_2', 'a', 'a'.repeat(64)])('takes %s', (instance) => {
    expect(presentedInstance({ 'm2m-instance': instance })).toBe(instance);
  });

  it.each([undefined, '', 'a b', 'a\u0000', 'a'.repeat(65), '<b>', ['a', 'b']])(
    'takes %j for no name',
    (instance) => {
      expect(presentedInstance({ 'm2m-instance': instance })).toBeUndefined();
    },
  );
});
