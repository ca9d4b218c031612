import { isScope } from './scope.js';

describe('isScope', () => {
  it.each(['a', 'invoice:read', 'https://example.com/read', '!', '~', 'a'.repeat(128)])(
    'takes %j',
    (text) => {
      expect(isScope(text)).toBe(true);
    },
  );

  it.each(['', ' ', 'a b', 'a"', 'a\\b', 'é', 'a\n', 'a\0', 'a'.repeat(129), 7, null, undefined])(
    'refuses %j',
    (text) => {
      expect(isScope(text)).toBe(false);
    },
  );
});
