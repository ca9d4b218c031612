import { TokenResponseInvalid } from './auth-server.errors.js';
import { parseTokenGrant } from './token-response.js';

const GOOD = { accessToken: 'a.b.c', tokenType: 'Bearer', expiresIn: 1_800, refreshIn: 300 };

describe('parseTokenGrant', () => {
  it('reads a grant and ignores members that it does not know', () => {
    expect(parseTokenGrant({ ...GOOD, scope: 'a', extra: {} })).toEqual({
      isBound: false,
      accessToken: 'a.b.c',
      expiresInSec: 1_800,
      refreshInSec: 300,
    });
  });

  it('reads the token type without regard to case (RFC 6749 section 5.1)', () => {
    expect(parseTokenGrant({ ...GOOD, tokenType: 'bearer' }).accessToken).toBe('a.b.c');
  });

  it('takes a token that is no JWT as it is', () => {
    expect(parseTokenGrant({ ...GOOD, accessToken: 'opaque+/~=' }).accessToken).toBe('opaque+/~=');
  });

  it.each([[undefined], [0], [-1], ['300'], [1_800], [Number.NaN], [null]])(
    'does without a refreshIn of %p',
    (refreshIn) => {
      expect(parseTokenGrant({ ...GOOD, refreshIn }).refreshInSec).toBeUndefined();
    },
  );

  it.each([
    ['no accessToken', { ...GOOD, accessToken: undefined }],
    ['an empty accessToken', { ...GOOD, accessToken: '' }],
    ['an accessToken with a line break', { ...GOOD, accessToken: 'a\r\nx: y' }],
    ['an accessToken that is a number', { ...GOOD, accessToken: 1 }],
    ['a huge accessToken', { ...GOOD, accessToken: 'a'.repeat(20_000) }],
    ['no tokenType', { ...GOOD, tokenType: undefined }],
    ['another tokenType', { ...GOOD, tokenType: 'mac' }],
    ['no expiresIn', { ...GOOD, expiresIn: undefined }],
    ['expiresIn -1', { ...GOOD, expiresIn: -1 }],
    ['expiresIn 0', { ...GOOD, expiresIn: 0 }],
    ['expiresIn NaN', { ...GOOD, expiresIn: Number.NaN }],
    ['expiresIn as text', { ...GOOD, expiresIn: '60' }],
    ['expiresIn 1e12', { ...GOOD, expiresIn: 1e12 }],
    ['an array', [GOOD]],
    ['null', null],
    ['a text', 'token'],
  ])('refuses %s', (_, body) => {
    expect(() => parseTokenGrant(body)).toThrow(TokenResponseInvalid);
  });

  it('never repeats what was sent in its message', () => {
    expect(() => parseTokenGrant({ ...GOOD, accessToken: 'se cret' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('se cret') }),
    );
  });
});
