import { createHmac, generateKeyPairSync } from 'node:crypto';
import { CompactSign, exportJWK, SignJWT, type JWK } from 'jose';
import { encodePart } from '../../../../test/support/token-forge.js';
import { hasCandidate, isSignedBy, pretendToVerify } from './jwt-signature.js';
import { ALGORITHMS, parseSignedJwt } from './signed-jwt.js';

const parseAssertion = (text: string) => parseSignedJwt(text, ['jwt', 'client-authentication+jwt']);

const pairs = {
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  PS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: generateKeyPairSync('ed25519'),
  Ed25519: generateKeyPairSync('ed25519'),
};
const sign = (alg: keyof typeof pairs, header: object = {}) =>
  new SignJWT({ sub: 'm1' }).setProtectedHeader({ alg, ...header }).sign(pairs[alg].privateKey);
const jwk = async (alg: keyof typeof pairs, more: object = {}): Promise<JWK> => ({
  ...(await exportJWK(pairs[alg].publicKey)),
  ...more,
});
const parsed = async (text: string | Promise<string>) => {
  const assertion = parseAssertion(await text);
  if (assertion === undefined) throw new Error('The assertion was not read.');
  return assertion;
};

describe('the form of a client assertion', () => {
  it.each(ALGORITHMS)('may be signed with %s', async (alg) => {
    const assertion = await parsed(sign(alg, { kid: 'k', typ: 'JWT' }));
    expect(assertion).toMatchObject({ algorithm: alg, keyId: 'k', claims: { sub: 'm1' } });
  });

  it.each<[string, object]>([
    ['HS256', { alg: 'HS256' }],
    ['none', { alg: 'none' }],
    ['another spelling', { alg: 'rs256' }],
    ['an embedded key', { alg: 'RS256', jwk: { kty: 'RSA' } }],
    ['an address of keys', { alg: 'RS256', jku: 'http://127.0.0.1:1/' }],
    ['critical members', { alg: 'RS256', crit: ['exp'] }],
    ['the type of an access token', { alg: 'RS256', typ: 'at+jwt' }],
    ['a type that is no text', { alg: 'RS256', typ: 7 }],
    ['a kid that is no text', { alg: 'RS256', kid: 7 }],
    ['an empty kid', { alg: 'RS256', kid: '' }],
    ['a kid without end', { alg: 'RS256', kid: 'x'.repeat(257) }],
  ])('is refused for %s', (_, header) => {
    expect(parseAssertion(`${encodePart(header)}.${encodePart({})}.AAAA`)).toBeUndefined();
  });

  it.each([
    '',
    'a.b',
    'a.b.c.d',
    `${encodePart({ alg: 'RS256' })}.${encodePart({})}.`,
    `${encodePart({ alg: 'RS256' })}.${encodePart([])}.AAAA`,
    `${encodePart({ alg: 'RS256' })}.${encodePart('{')}.AAAA`,
    `${encodePart({ alg: 'RS256' })}.${encodePart(Buffer.from([0xff]))}.AAAA`,
    `${encodePart('null')}.${encodePart({})}.AAAA`,
    `${encodePart({ alg: 'RS256' })}.${encodePart({})}.AAA=`,
    `${encodePart({ alg: 'RS256' })}.${encodePart({})}.AAB`,
  ])('is not that of %j', (text) => expect(parseAssertion(text)).toBeUndefined());
});

describe('the signature of a client assertion', () => {
  it.each(ALGORITHMS)('of %s is verified with the registered key', async (alg) => {
    const others = await Promise.all(ALGORITHMS.filter((a) => a !== alg).map((a) => jwk(a)));
    const assertion = await parsed(sign(alg));
    expect(isSignedBy(assertion, [...others, await jwk(alg)])).toBe(true);
    expect(isSignedBy(assertion, others)).toBe(false);
    expect(isSignedBy({ ...assertion, signingInput: Buffer.from('x') }, [await jwk(alg)])).toBe(
      false,
    );
    expect(() => pretendToVerify(assertion)).not.toThrow();
  });

  it.each<[string, object, object]>([
    ['another kid', { kid: 'a' }, { kid: 'b' }],
    ['encryption', {}, { use: 'enc' }],
    ['another algorithm', {}, { alg: 'PS256' }],
    ['other operations', {}, { key_ops: ['encrypt'] }],
    ['operations that are no list', {}, { key_ops: 'verify' }],
    ['numbers that are none', {}, { n: 'AAAA', e: 'AAAA' }],
    ['no numbers at all', {}, { n: undefined }],
  ])('is not verified with a key for %s', async (_, header, more) => {
    const assertion = await parsed(sign('RS256', header));
    expect(isSignedBy(assertion, [await jwk('RS256', more)])).toBe(false);
  });

  it('is verified with a key that says it is the one', async () => {
    const more = { kid: 'a', use: 'sig', alg: 'RS256', key_ops: ['verify'] };
    const assertion = await parsed(sign('RS256', { kid: 'a' }));
    expect(isSignedBy(assertion, [null, 'x', await jwk('RS256', more)])).toBe(true);
    expect(hasCandidate(assertion, [await jwk('RS256', { kid: 'b' })])).toBe(false);
  });

  it('is not verified with a key of 1024 bits', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const { createSign } = await import('node:crypto');
    const input = `${encodePart({ alg: 'RS256' })}.${encodePart({})}`;
    const signature = createSign('sha256').update(input).sign(privateKey, 'base64url');
    const assertion = await parsed(`${input}.${signature}`);
    expect(isSignedBy(assertion, [await exportJWK(publicKey)])).toBe(false);
  });

  it('is never an HMAC over the public key', () => {
    const pem = pairs.RS256.publicKey.export({ format: 'pem', type: 'spki' });
    const input = `${encodePart({ alg: 'HS256' })}.${encodePart({ sub: 'm1' })}`;
    const mac = createHmac('sha256', pem).update(input).digest('base64url');
    expect(parseAssertion(`${input}.${mac}`)).toBeUndefined();
  });

  it('of another curve does not count', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const text = await new CompactSign(Buffer.from('{}'))
      .setProtectedHeader({ alg: 'ES384' })
      .sign(privateKey);
    expect(parseAssertion(text)).toBeUndefined();
    expect(hasCandidate(await parsed(sign('ES256')), [await exportJWK(publicKey)])).toBe(false);
  });
});
