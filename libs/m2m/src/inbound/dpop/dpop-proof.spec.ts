import { generateKeyPairSync } from 'node:crypto';
import { generateKeyPair, exportJWK, SignJWT } from 'jose';
import { DpopKey } from '../../../../../test/support/dpop-key.js';
import { readDpopProof } from './dpop-proof.js';
import { judgeProof, tokenHashOf } from './judge-proof.js';

const AT_TOKEN_ENDPOINT =
  'eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg';
const AT_RESOURCE =
  'eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA';
const RFC_THUMBPRINT = '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I';

const order = { htm: 'GET', htu: 'https://m2.example/hello' };
const code = (value: string) => expect.objectContaining({ code: value });
const malformed = code('M2M_DPOP_PROOF_MALFORMED');
const keyNotAllowed = code('M2M_DPOP_KEY_NOT_ALLOWED');

describe('a DPoP proof', () => {
  it('is the one of RFC 9449 §4.1 for a token request', () => {
    const { thumbprint, claims } = readDpopProof(AT_TOKEN_ENDPOINT);
    expect(thumbprint).toBe(RFC_THUMBPRINT);
    const request = { method: 'POST', uris: ['https://server.example.com/token'] };
    expect(judgeProof(claims, request, 1_562_262_616_000)).toMatchObject({
      proofId: '-BwC3ESc6acc2lTc',
    });
  });

  it('is the one of RFC 9449 §7.1 for the token beside it', () => {
    const { thumbprint, claims } = readDpopProof(AT_RESOURCE);
    expect(thumbprint).toBe(RFC_THUMBPRINT);
    const tokenHash = tokenHashOf('Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU');
    const uris = ['https://resource.example.org/protectedresource'];
    expect(judgeProof(claims, { method: 'GET', uris, tokenHash }, 1_562_262_618_000)).toMatchObject(
      { proofId: 'e1j3V_bKic8-LAEB', endsAtMs: 1_562_262_678_000 },
    );
  });

  it.each(['ES256', 'RS256', 'PS256', 'EdDSA'] as const)(
    'may be signed with %s, time and again',
    async (algorithm) => {
      const key = new DpopKey(algorithm);
      const thumbprint = await key.thumbprint();
      for (const jti of ['1', '2']) {
        const proof = readDpopProof(key.proof({ ...order, claims: { jti } }));
        expect(proof).toMatchObject({ thumbprint, claims: { jti, ...order } });
      }
    },
  );

  it.each(['ES256', 'PS256', 'Ed25519'])('may be made by another library with %s', async (alg) => {
    const { publicKey, privateKey } = await generateKeyPair(alg);
    const jwk = await exportJWK(publicKey);
    const proof = await new SignJWT(order)
      .setProtectedHeader({ typ: 'dpop+jwt', alg, jwk })
      .sign(privateKey);
    expect(readDpopProof(proof).claims).toEqual(order);
  });

  const key = new DpopKey();
  const rsa = new DpopKey('RS256');
  it.each([
    ['no type', { typ: undefined }],
    ['the type JWT', { typ: 'JWT' }],
    ['a type in another case', { typ: 'DPoP+JWT' }],
    ['no algorithm', { alg: undefined }],
    ['the algorithm none', { alg: 'none' }],
    ['a symmetric algorithm', { alg: 'HS256' }],
    ['an algorithm that is not taken', { alg: 'ES384' }],
    ['something critical', { crit: ['exp'] }],
    ['an unencoded payload', { b64: false }],
    ['the address of a key', { jku: 'https://attacker.example/keys' }],
    ['a chain of certificates', { x5c: ['MII'] }],
  ])('is malformed with %s', (_what, header) => {
    expect(() => readDpopProof(key.proof({ ...order, header }))).toThrow(malformed);
  });

  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
  it.each([
    ['no key', { jwk: undefined }],
    ['a list for a key', { jwk: [key.jwk] }],
    ['a private key', { jwk: key.privateKey.export({ format: 'jwk' }) }],
    ['a symmetric key', { jwk: { kty: 'oct', k: 'AAAA' } }],
    ['a key of another kind', { jwk: rsa.jwk }],
    ['a key of another curve', { jwk: { ...key.jwk, crv: 'P-384' } }],
    ['a key that is no point of the curve', { jwk: { ...key.jwk, y: key.jwk['x'] } }],
    ['half a key', { jwk: { ...key.jwk, y: undefined } }],
    ['a key with a second spelling', { jwk: { ...key.jwk, x: `${String(key.jwk['x'])}=` } }],
    ['a key for encryption', { jwk: { ...key.jwk, use: 'enc' } }],
    ['a key for another algorithm', { jwk: { ...key.jwk, alg: 'ES384' } }],
    ['a key that may not verify', { jwk: { ...key.jwk, key_ops: ['sign'] } }],
    ['a weak key', { alg: 'RS256', jwk: weak.export({ format: 'jwk' }) }],
  ])('has no key to take in %s', (_what, header) => {
    expect(() => readDpopProof(key.proof({ ...order, header }))).toThrow(keyNotAllowed);
  });

  it('takes a key that says rightly what it is for', () => {
    const jwk = { ...key.jwk, use: 'sig', alg: 'ES256', key_ops: ['verify'], kid: 'any' };
    expect(
      readDpopProof(key.proof({ ...order, header: { jwk, kid: '../..' } })).claims,
    ).toBeTruthy();
  });

  it('does not hold with a signature of another key, be the header known or not', () => {
    const forged = { ...order, signWith: new DpopKey().privateKey };
    const invalid = code('M2M_DPOP_SIGNATURE_INVALID');
    const victim = new DpopKey();
    expect(() => readDpopProof(victim.proof(forged))).toThrow(invalid);
    readDpopProof(victim.proof(order));
    expect(() => readDpopProof(victim.proof(forged))).toThrow(invalid);
  });

  const good = key.proof(order);
  const [header = '', payload = '', signature = ''] = good.split('.');
  it.each([
    ['nothing at all', ''],
    ['two proofs', `${good}, ${good}`],
    ['two parts', `${header}.${payload}`],
    ['four parts', `${good}.x`],
    ['no signature', `${header}.${payload}.`],
    ['padding', `${good}=`],
    [
      'a header that is no JSON',
      `${Buffer.from('{').toString('base64url')}.${payload}.${signature}`,
    ],
    [
      'claims that are no object',
      `${header}.${Buffer.from('[]').toString('base64url')}.${signature}`,
    ],
    ['white space', ` ${good}`],
    ['too much', `${good}${'a'.repeat(8192)}`],
  ])('is malformed as %s', (_what, text) => {
    expect(() => readDpopProof(text)).toThrow(malformed);
  });

  it('is missing when there is none', () => {
    expect(() => readDpopProof(undefined)).toThrow(code('M2M_DPOP_PROOF_MISSING'));
  });

  it('takes a header that is too long to be remembered', () => {
    const long = { jwk: { ...key.jwk, kid: 'k'.repeat(3000) } };
    for (const _ of [1, 2]) {
      expect(readDpopProof(key.proof({ ...order, header: long })).claims).toMatchObject(order);
    }
  });
});
