import { TokenMissing } from '../shared/request-refused.error.js';
import { bearerToken } from './bearer-token.js';

describe('the bearer token of an Authorization value', () => {
  it.each(['Bearer a.b.c', 'bearer a.b.c', 'BEARER a.b.c', 'bEaReR a.b.c'])(
    'is what follows the scheme, in any case: %s',
    (value) => expect(bearerToken(value)).toBe('a.b.c'),
  );

  it.each([
    undefined,
    '',
    'Basic YTpi',
    'Bearerx a.b.c',
    'Bearers',
    'Token a.b.c',
    ' Bearer a.b.c',
  ])('is missing in %j', (value) => expect(() => bearerToken(value)).toThrow(TokenMissing));

  it.each(['Bearer', 'Bearer ', 'Bearer\ta.b.c', 'Bearer,a.b.c', 'Bearer\u00a0a.b.c'])(
    'is malformed in %j',
    (value) =>
      expect(() => bearerToken(value)).toThrow(
        expect.objectContaining({ code: 'M2M_TOKEN_MALFORMED' }),
      ),
  );

  it('keeps a second space for the compact form to refuse', () => {
    expect(bearerToken('Bearer  a.b.c')).toBe(' a.b.c');
  });

  it('refuses a long header by its length alone', () => {
    const long = 'A'.repeat(15_000);
    expect(() => bearerToken(long)).toThrow(/longer than 8 kB/);
    expect(() => bearerToken(`Bearer ${long}`)).toThrow(/longer than 8 kB/);
  });

  it('accepts a header of just 8 kB', () => {
    const token = 'a'.repeat(8192 - 'Bearer '.length);
    expect(bearerToken(`Bearer ${token}`)).toBe(token);
  });
});
