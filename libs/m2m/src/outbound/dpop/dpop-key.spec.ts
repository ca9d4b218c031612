import { generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint, decodeJwt, EmbeddedJWK, jwtVerify } from 'jose';
import { DpopKey, isDpopKey } from './dpop-key.js';

const url = new URL('https://m2.example/hello?secret=1#part');
const NOW_MS = 1_800_000_000_900;
const order = { method: 'GET', url, nowMs: NOW_MS };

const pairs = {
  'P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  Ed25519: () => generateKeyPairSync('ed25519').privateKey,
  'RSA of 2048 bits': () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
} as const;

describe('the key of a process', () => {
  it.each([
    ['P-256', 'ES256'],
    ['Ed25519', 'EdDSA'],
    ['RSA of 2048 bits', 'PS256'],
  ] as const)('of %s signs proofs that another library verifies as %s', async (kind, alg) => {
    const key = new DpopKey(pairs[kind]());
    const { protectedHeader, payload } = await jwtVerify(key.proof(order), EmbeddedJWK, {
      typ: 'dpop+jwt',
      currentDate: new Date(NOW_MS),
    });
    expect(protectedHeader.alg).toBe(alg);
    expect(await calculateJwkThumbprint(protectedHeader.jwk ?? {})).toBe(key.thumbprint);
    expect(payload).toEqual({
      htm: 'GET',
      htu: 'https://m2.example/hello',
      iat: 1_800_000_000,
      jti: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(JSON.stringify(protectedHeader.jwk)).not.toMatch(/"d"/);
  });

  it('is another one in every process, and makes another proof every time', () => {
    const [one, other] = [new DpopKey(), new DpopKey()];
    expect(one.thumbprint).not.toBe(other.thumbprint);
    expect(decodeJwt(one.proof(order)).jti).not.toBe(decodeJwt(one.proof(order)).jti);
  });

  it('proves the token beside it, and the nonce that was asked for', () => {
    const token = 'Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU';
    expect(decodeJwt(new DpopKey().proof({ ...order, token, nonce: 'n-1' }))).toMatchObject({
      ath: 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo',
      nonce: 'n-1',
    });
  });

  it.each([
    undefined,
    null,
    'key',
    {},
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey,
    generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
    generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey,
    generateKeyPairSync('x25519').privateKey,
  ])('is none of these (%#)', (value) => {
    expect(isDpopKey(value)).toBe(false);
    expect(() => new DpopKey((value ?? {}) as never)).toThrow('signs no DPoP proofs');
  });
});
