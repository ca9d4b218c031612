import * as fc from 'fast-check';
import { ScopeInvalid } from './scope.error.js';
import { normalizeScope, tokenKey } from './token-key.js';

describe('normalizeScope', () => {
  it.each([
    ['nothing', undefined, ''],
    ['empty text', '', ''],
    ['text in any order', 'b a', 'a b'],
    ['a list', ['b', 'a'], 'a b'],
    ['a list of texts', ['c b', 'a'], 'a b c'],
    ['repetition and spaces', ' a  a b ', 'a b'],
  ])('brings %s into one form', (_, scope, normal) => {
    expect(normalizeScope(scope)).toBe(normal);
  });

  it('keeps the case, since scopes are case-sensitive', () => {
    expect(normalizeScope('a A')).toBe('A a');
  });

  it.each([['a\nb'], ['a"b'], ['a\\b'], ['\u00e4'], ['a\tb'], ['a'.repeat(1_001)]])(
    'refuses the scope %j',
    (scope) => {
      expect(() => normalizeScope(scope)).toThrow(ScopeInvalid);
    },
  );
});

describe('tokenKey', () => {
  it('differs whenever any of issuer, caller, target or scope set differs', () => {
    const word = fc.stringMatching(/^[a-z]{1,3}$/);
    const parts = fc.record({
      issuer: word,
      caller: word,
      target: word,
      scope: fc.array(word, { maxLength: 3 }).map(normalizeScope),
    });
    fc.assert(
      fc.property(parts, parts, (left, right) => {
        const isSame = Object.entries(left).every(
          ([name, value]) => right[name as keyof typeof right] === value,
        );
        return (tokenKey(left) === tokenKey(right)) === isSame;
      }),
    );
  });
});
