import { encodePart, newKey, signToken, TokenForge } from '../../../../test/support/token-forge.js';
import { parseCompactJws } from './compact-jws.js';

const forge = new TokenForge();
const token = forge.accessToken();
const [header = '', payload = '', signature = ''] = token.split('.');
const code = (value: string) => expect.objectContaining({ code: value });
const withHeader = (members: unknown) => `${encodePart(members)}.${payload}.${signature}`;
const BASE = { alg: 'RS256', kid: 'd-1' };

describe('the compact form of a token', () => {
  it('gives the name of the key and the claims', () => {
    expect(parseCompactJws(token)).toMatchObject({
      token,
      keyId: forge.accessKey.keyId,
      claims: { sub: 'm1', aud: 'm2' },
    });
  });

  it.each(['JWT', 'jwt', 'at+jwt', 'AT+JWT', 'application/at+jwt', undefined])(
    'may have the type %s',
    (typ) => expect(parseCompactJws(withHeader({ ...BASE, typ })).keyId).toBe('d-1'),
  );

  it.each([
    ['no dot', 'abc'],
    ['one dot', `${header}.${payload}`],
    ['three dots', `${token}.x`],
    ['five parts', `${token}.x.y`],
    ['nothing', ''],
    ['only dots', '..'],
    ['an empty header', `.${payload}.${signature}`],
    ['an empty payload', `${header}..${signature}`],
    ['no signature', `${header}.${payload}.`],
    ['padding', `${header}=.${payload}.${signature}`],
    ['a space in front', ` ${token}`],
    ['junk behind', `${token} junk`],
    ['a line break', `${header}.\n${payload}.${signature}`],
    ['the other base64 alphabet', `${header}.${payload}.+${signature.slice(1)}`],
    ['JSON serialisation', JSON.stringify({ payload, protected: header, signature })],
    ['a header that is a list', `${encodePart([])}.${payload}.${signature}`],
    ['a header that is not JSON', `${encodePart('{')}.${payload}.${signature}`],
    [
      'a header with a member twice',
      `${encodePart('{"alg":"RS256","alg":"RS256","kid":"k"}')}.${payload}.${signature}`,
    ],
    ...['[]', '"x"', '1', 'null', '{', '\ufeff{}'].map((text) => [
      `the payload ${JSON.stringify(text)}`,
      `${header}.${encodePart(text)}.${signature}`,
    ]),
  ] as [string, string][])('is refused with %s', (_what, wrong) => {
    expect(() => parseCompactJws(wrong)).toThrow(code('M2M_TOKEN_MALFORMED'));
  });

  it('has one spelling only: every change of the unused last bits is refused', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const bytes = Buffer.from(signature, 'base64url');
    const others = Array.from(alphabet)
      .map((last) => signature.slice(0, -1) + last)
      .filter((text) => text !== signature && Buffer.from(text, 'base64url').equals(bytes));
    expect(others).toHaveLength(15);
    for (const other of others) {
      expect(() => parseCompactJws(`${header}.${payload}.${other}`)).toThrow(
        code('M2M_TOKEN_MALFORMED'),
      );
    }
  });

  it.each([
    'none',
    'None',
    'nOnE',
    '',
    'HS256',
    'RS512',
    'PS256',
    'ES256',
    'EdDSA',
    'rs256',
    ['RS256'],
    null,
    undefined,
  ])('is refused with the algorithm %j', (alg) =>
    expect(() => parseCompactJws(withHeader({ ...BASE, alg }))).toThrow(
      code('M2M_ALGORITHM_NOT_ALLOWED'),
    ),
  );

  it.each([
    { crit: ['x'] },
    { crit: ['b64'], b64: false },
    { crit: [] },
    { crit: ['exp'] },
    { crit: 'x' },
    { b64: true },
    { zip: 'DEF' },
    { cty: 'JWT' },
    { enc: 'A256GCM' },
    { jku: 'http://127.0.0.1/keys' },
    { jwk: {} },
    { x5u: 'http://127.0.0.1/cert' },
    { x5c: [] },
    { typ: 'logout+jwt' },
    { typ: 'dpop+jwt' },
    { typ: null },
    { typ: 1 },
    { kid: undefined },
    { kid: null },
    { kid: 1 },
    { kid: {} },
    { kid: '' },
    { kid: 'k'.repeat(257) },
  ])('is refused with the header member %j', (members) => {
    expect(() => parseCompactJws(withHeader({ ...BASE, ...members }))).toThrow(
      code('M2M_HEADER_NOT_ALLOWED'),
    );
  });

  it('judges each header by itself, whatever came before it', () => {
    const other = withHeader({ ...BASE, kid: 'd-2' });
    for (const _ of [1, 2]) {
      expect(parseCompactJws(token).keyId).toBe(forge.accessKey.keyId);
      expect(() => parseCompactJws(withHeader({ ...BASE, alg: 'none' }))).toThrow(
        code('M2M_ALGORITHM_NOT_ALLOWED'),
      );
      expect(() => parseCompactJws(`.${payload}.${signature}`)).toThrow(
        code('M2M_TOKEN_MALFORMED'),
      );
      expect(parseCompactJws(other).keyId).toBe('d-2');
      expect(parseCompactJws(other).keyId).toBe('d-2');
    }
  });

  it('never repeats what was sent in its message', () => {
    const evil = signToken(
      { ...BASE, kid: 'k"\r\nX-Evil: 1', typ: 'evil' },
      {},
      newKey('k').privateKey,
    );
    expect(() => parseCompactJws(evil)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('vil') }),
    );
  });
});
