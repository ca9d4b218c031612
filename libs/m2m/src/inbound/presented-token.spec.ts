import { TokenMissing } from '../shared/request-refused.error.js';
import { presentedToken } from './presented-token.js';

describe('the token of an Authorization value', () => {
  it.each(['Bearer a.b.c', 'bearer a.b.c', 'BEARER a.b.c', 'bEaReR a.b.c'])(
    'is what follows the scheme, in any case: %s',
    (value) => expect(presentedToken(value)).toEqual({ scheme: 'Bearer', token: 'a.b.c' }),
  );

  it.each(['DPoP a.b.c', 'dpop a.b.c', 'DPOP a.b.c'])(
    'may be presented beside a proof: %s',
    (value) => expect(presentedToken(value)).toEqual({ scheme: 'DPoP', token: 'a.b.c' }),
  );

  it.each([
    undefined,
    '',
    'Basic YTpi',
    'Bearerx a.b.c',
    'Bearers',
    'DPoPx a.b.c',
    'Token a.b.c',
    ' Bearer a.b.c',
  ])('is missing in %j', (value) => expect(() => presentedToken(value)).toThrow(TokenMissing));

  it.each([
    'Bearer',
    'Bearer ',
    'Bearer\ta.b.c',
    'Bearer,a.b.c',
    'Bearer\u00a0a.b.c',
    'DPoP',
    'DPoP ',
    'DPoP\ta.b.c',
  ])('is malformed in %j', (value) =>
    expect(() => presentedToken(value)).toThrow(
      expect.objectContaining({ code: 'M2M_TOKEN_MALFORMED' }),
    ),
  );

  it('keeps a second space for the compact form to refuse', () => {
    expect(presentedToken('Bearer  a.b.c').token).toBe(' a.b.c');
  });

  it('refuses a long header by its length alone', () => {
    const long = 'A'.repeat(15_000);
    expect(() => presentedToken(long)).toThrow(/longer than 8 kB/);
    expect(() => presentedToken(`Bearer ${long}`)).toThrow(/longer than 8 kB/);
  });

  it('accepts a header of just 8 kB', () => {
    const token = 'a'.repeat(8192 - 'Bearer '.length);
    expect(presentedToken(`Bearer ${token}`).token).toBe(token);
  });
});
