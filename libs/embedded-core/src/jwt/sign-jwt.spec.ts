import { generateKeyPairSync } from 'node:crypto';
import { compactVerify, importJWK } from 'jose';
import { createKeyString, parseSigningKey } from '../keys/signing-key.js';
import { signJwt } from './sign-jwt.js';

describe('signing', () => {
  it('makes a compact JWS whose signature holds for exactly these claims', async () => {
    const key = parseSigningKey('s-1', 7, await createKeyString());
    const jwt = await signJwt({ sub: 'm1', n: 9_007_199_254_740_993n, ü: '€' }, key);
    const { payload, protectedHeader } = await compactVerify(jwt, await importJWK(key.jwk));
    expect(new TextDecoder().decode(payload)).toBe('{"sub":"m1","n":9007199254740993,"ü":"€"}');
    expect(protectedHeader).toEqual({ kid: 's-1', typ: 'JWT', alg: 'RS256' });
  });

  it('rejects when the key cannot sign', async () => {
    const key = parseSigningKey('s-1', 7, await createKeyString());
    const { privateKey } = generateKeyPairSync('x25519');
    await expect(signJwt({}, { ...key, privateKey })).rejects.toThrow(
      'operation not supported for this keytype',
    );
  });
});
