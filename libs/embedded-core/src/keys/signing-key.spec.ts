import { generateKeyPairSync } from 'node:crypto';
import { createKeyString, parseSigningKey, SigningKeyInvalid } from './signing-key.js';

function pair(kind: 'small' | 'elliptic'): string {
  const publicKeyEncoding = { format: 'der', type: 'spki' } as const;
  const privateKeyEncoding = { format: 'der', type: 'pkcs8' } as const;
  const { publicKey, privateKey } =
    kind === 'small'
      ? generateKeyPairSync('rsa', { modulusLength: 1024, publicKeyEncoding, privateKeyEncoding })
      : generateKeyPairSync('ec', { namedCurve: 'P-256', publicKeyEncoding, privateKeyEncoding });
  return `${publicKey.toString('base64')}|${privateKey.toString('base64')}`;
}

describe('a signing key', () => {
  it('is RSA-2048 with exponent 65537, stored in the format of the core', async () => {
    const keyString = await createKeyString();
    expect(keyString).toMatch(/^[A-Za-z0-9+/]+=*\|[A-Za-z0-9+/]+=*$/);
    const { jwk, jwtHeader, privateKey } = parseSigningKey('s-1', 7, keyString);
    expect(jwk).toEqual({
      kty: 'RSA',
      kid: 's-1',
      n: expect.stringMatching(/^[\w-]{342}$/),
      e: 'AQAB',
      alg: 'RS256',
      use: 'sig',
    });
    expect(Object.keys(jwk)).toEqual(['kty', 'kid', 'n', 'e', 'alg', 'use']);
    expect(privateKey.type).toBe('private');
    const header = Buffer.from(jwtHeader, 'base64url').toString();
    expect(header).toBe('{"kid":"s-1","typ":"JWT","alg":"RS256"}');
  });

  it('is refused when its halves belong to different pairs', async () => {
    const [one, other] = [await createKeyString(), await createKeyString()];
    const mixed = `${one.split('|')[0]}|${other.split('|')[1]}`;
    expect(() => parseSigningKey('s-1', 7, mixed)).toThrow(SigningKeyInvalid);
  });

  it.each([
    ['nothing', () => ''],
    ['garbage', () => 'AAAA|BBBB'],
    ['one half', () => pair('small').split('|')[0] ?? ''],
    ['RSA of 1024 bits', () => pair('small')],
    ['an elliptic curve', () => pair('elliptic')],
  ])('is refused when it is %s, by its id and without its content', (_case, make) => {
    const keyString = make();
    const parse = () => parseSigningKey('d-5', 5, keyString);
    expect(parse).toThrow(SigningKeyInvalid);
    expect(parse).toThrow('"d-5"');
    expect(parse).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(keyString || '\0') }),
    );
  });
});
