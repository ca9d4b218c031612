import { generateKeyPairSync } from 'node:crypto';
import { parseCredentialRequest } from './credential-request.js';

const DAY_SEC = 24 * 3600;
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const p256 = { kid: 'k1', ...ec('P-256').publicKey.export({ format: 'jwk' }) };
const ed25519 = {
  kid: 'k2',
  ...generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }),
};
const rsa = (modulusLength: number) => ({
  kid: 'k3',
  ...generateKeyPairSync('rsa', { modulusLength }).publicKey.export({ format: 'jwk' }),
});
const withKeys = (...keys: unknown[]) => ({ kind: 'public_key', jwks: { keys } });

describe('parseCredentialRequest', () => {
  it('fills in 90 days', () => {
    expect(parseCredentialRequest({ kind: 'secret' })).toEqual({
      ok: true,
      request: { kind: 'secret', expiresInSec: 90 * DAY_SEC },
    });
  });

  it.each([
    ['a minute', { kind: 'secret', expiresInSec: 60 }, 60],
    ['a year', { kind: 'secret', expiresInSec: 365 * DAY_SEC }, 365 * DAY_SEC],
    [
      'ten years that are meant',
      { kind: 'secret', expiresInSec: 3650 * DAY_SEC, forever: true },
      3650 * DAY_SEC,
    ],
    ['a hundred years that are meant', { kind: 'bootstrap', forever: true }, 36_500 * DAY_SEC],
  ])('accepts %s', (_, body, expiresInSec) => {
    expect(parseCredentialRequest(body)).toMatchObject({ ok: true, request: { expiresInSec } });
  });

  it('accepts keys of every kind that a client may sign with', () => {
    const body = withKeys(p256, ed25519, rsa(2048));
    expect(parseCredentialRequest(body)).toMatchObject({ ok: true, request: { jwks: body.jwks } });
  });

  it.each([
    ['nothing', undefined, 'body'],
    ['null', null, 'body'],
    ['a list', [], 'body'],
    ['no kind', {}, 'kind'],
    ['a kind in other case', { kind: 'Secret' }, 'kind'],
    ['a kind from the prototype', { kind: 'constructor' }, 'kind'],
    ['an id of its own', { kind: 'secret', id: 'a' }, 'unknown member'],
    ['a hash of its own', { kind: 'secret', secretHash: 'a' }, 'unknown member'],
    ['a creation of its own', { kind: 'secret', createdAt: '2020-01-01' }, 'unknown member'],
    ['a microservice of its own', { kind: 'bootstrap', microservice: 'm2' }, 'unknown member'],
    ['keys for a secret', { kind: 'secret', jwks: { keys: [p256] } }, 'unknown member'],
    ['an empty label', { kind: 'secret', label: '' }, 'label'],
    ['a label of 65 characters', { kind: 'secret', label: 'a'.repeat(65) }, 'label'],
    ['a label with NUL', { kind: 'secret', label: 'a\0' }, 'label'],
    ['a label with an escape sequence', { kind: 'secret', label: '\u001b[31m' }, 'label'],
    ['a label that turns the direction', { kind: 'secret', label: 'a\u202eb' }, 'label'],
    ['a label that is a number', { kind: 'secret', label: 1 }, 'label'],
    ['no time at all', { kind: 'secret', expiresInSec: 0 }, 'expiresInSec'],
    ['a negative time', { kind: 'secret', expiresInSec: -1 }, 'expiresInSec'],
    ['a fraction', { kind: 'secret', expiresInSec: 60.5 }, 'expiresInSec'],
    ['a time as text', { kind: 'secret', expiresInSec: '60' }, 'expiresInSec'],
    [
      'more than a year that is not meant',
      { kind: 'secret', expiresInSec: 366 * DAY_SEC },
      'forever',
    ],
    [
      'more than a hundred years',
      { kind: 'secret', forever: true, expiresInSec: 1e10 },
      'expiresInSec',
    ],
    ['a false forever', { kind: 'secret', forever: false }, 'forever'],
    ['a public key without any', { kind: 'public_key' }, 'jwks'],
    ['keys twice', { ...withKeys(p256), jwks_uri: 'https://m1/jwks' }, 'jwks'],
    ['an empty key set', withKeys(), 'jwks'],
    ['more than 16 keys', withKeys(...Array.from({ length: 17 }, () => p256)), 'jwks'],
    ['a key that is null', withKeys(null), 'jwks'],
    ['a key without a name', withKeys({ ...p256, kid: undefined }), 'jwks'],
    ['a key for encryption', withKeys({ ...p256, use: 'enc' }), 'jwks'],
    ['a private key', withKeys({ ...p256, d: 'AQ' }), 'jwks'],
    ['a shared key', withKeys({ kid: 'k', kty: 'oct', k: 'AQ' }), 'jwks'],
    ['an unknown kind of key', withKeys({ kid: 'k', kty: 'oct' }), 'jwks'],
    ['a small RSA key', withKeys(rsa(1024)), 'jwks'],
    [
      'a key on another curve',
      withKeys({ kid: 'k', ...ec('P-384').publicKey.export({ format: 'jwk' }) }),
      'jwks',
    ],
    [
      'a key for X25519',
      withKeys({ kid: 'k', ...generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' }) }),
      'jwks',
    ],
    ['an address that is none', { kind: 'public_key', jwks_uri: 'm1' }, 'jwks_uri'],
    [
      'an address with credentials',
      { kind: 'public_key', jwks_uri: 'https://a:b@m1/' },
      'jwks_uri',
    ],
    ['an address of a file', { kind: 'public_key', jwks_uri: 'file:///etc/passwd' }, 'jwks_uri'],
  ])('refuses %s, and names the member', (_, body, member) => {
    expect(parseCredentialRequest(body)).toEqual({ ok: false, member });
  });
});
