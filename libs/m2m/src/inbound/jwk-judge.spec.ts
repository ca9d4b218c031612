import { generateKeyPairSync } from 'node:crypto';
import { newKey, publicJwk } from '../../../../test/support/token-forge.js';
import { judgeJwk } from './jwk-judge.js';

const key = newKey('d-1');
const jwk = publicJwk(key);
const without = (...members: string[]) =>
  Object.fromEntries(Object.entries(jwk).filter(([name]) => !members.includes(name)));
const exported = (modulusLength: number, publicExponent?: number) => ({
  ...generateKeyPairSync('rsa', {
    modulusLength,
    ...(publicExponent !== undefined && { publicExponent }),
  }).publicKey.export({ format: 'jwk' }),
  kid: 'd-1',
});

describe('an entry of a key set', () => {
  it.each([
    ['as the core publishes it', jwk],
    ['with no more than its numbers and its name', without('use', 'alg')],
    ['with key_ops that contain verify', { ...jwk, key_ops: ['verify'] }],
    ['with members nobody knows', { ...jwk, expires: 1, x: {} }],
  ])('is usable %s', (_how, entry) => {
    const verdict = judgeJwk(entry);
    expect(verdict).toMatchObject({ usable: true, keyId: 'd-1' });
    expect(verdict.usable && verdict.key.equals(key.publicKey)).toBe(true);
  });

  it.each([
    ['null', null],
    ['a text', 'x'],
    ['a list', [jwk]],
    ['no kid', without('kid')],
    ['an empty kid', { ...jwk, kid: '' }],
    ['a kid that is a number', { ...jwk, kid: 1 }],
    ['a long kid', { ...jwk, kid: 'k'.repeat(257) }],
    ['another key type', { ...jwk, kty: 'EC' }],
    ['a symmetric key type', { kty: 'oct', kid: 'd-1' }],
    ['use enc', { ...jwk, use: 'enc' }],
    ['use null', { ...jwk, use: null }],
    ['alg PS256', { ...jwk, alg: 'PS256' }],
    ['alg HS256', { ...jwk, alg: 'HS256' }],
    ['key_ops without verify', { ...jwk, key_ops: ['encrypt'] }],
    ['key_ops that are a text', { ...jwk, key_ops: 'verify' }],
    ['no modulus', without('n')],
    ['a modulus that is a number', { ...jwk, n: 3 }],
    ['no exponent', without('e')],
    ['an empty modulus', { ...jwk, n: '' }],
    ['1024 bits', exported(1024)],
    ['the exponent 1', { ...jwk, e: 'AQ' }],
    ['the exponent 2', { ...jwk, e: 'Ag' }],
    ['an exponent that is even', { ...jwk, e: 'AQAA' }],
    ['a modulus of 16384 bits', { ...jwk, n: Buffer.alloc(2048, 0xab).toString('base64url') }],
  ])('is left out, without alarm, with %s', (_what, entry) => {
    expect(judgeJwk(entry)).toMatchObject({ usable: false, isPrivate: false });
  });

  it.each(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])(
    'is left out with an alarm when it has the private member %s',
    (member) =>
      expect(judgeJwk({ ...jwk, [member]: 'AQAB' })).toMatchObject({
        usable: false,
        isPrivate: true,
        keyId: 'd-1',
      }),
  );

  it('is left out when its modulus bears the mark of the ROCA generator', () => {
    // Every residue of this number modulo the marked primes is a power of 65537: here, one.
    const product = [11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157]
      .map(BigInt)
      .reduce((left, right) => left * right);
    const hex = (product * (1n << 2000n) + 1n).toString(16);
    const marked = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
    expect(judgeJwk({ ...jwk, n: marked.toString('base64url') })).toMatchObject({
      usable: false,
      reason: expect.stringContaining('CVE-2017-15361'),
    });
  });
});
