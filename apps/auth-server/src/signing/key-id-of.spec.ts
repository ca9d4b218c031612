import { keyIdOf } from './key-id-of.js';

const token = (header: string): string => `${Buffer.from(header).toString('base64url')}.e30.sig`;

describe('keyIdOf', () => {
  it('reads the kid of a compact token', () => {
    expect(keyIdOf(token('{"alg":"RS256","kid":"d-1"}'))).toBe('d-1');
  });

  it.each(['', '.', 'not a token', token('{}'), token('null'), token('{"kid":1}'), token('[]')])(
    'finds none in "%s"',
    (text) => expect(keyIdOf(text)).toBeUndefined(),
  );
});
