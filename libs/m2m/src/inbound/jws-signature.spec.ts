import { constants, createSign } from 'node:crypto';
import { encodePart, newKey, signToken } from '../../../../test/support/token-forge.js';
import { parseCompactJws } from './compact-jws.js';
import { signatureHolds } from './jws-signature.js';

const key = newKey('d-1');
const good = signToken({ alg: 'RS256', kid: 'd-1' }, { sub: 'm1' }, key.privateKey);
const [header = '', payload = '', signature = ''] = good.split('.');
const cutShort = Buffer.from(signature, 'base64url').subarray(1).toString('base64url');
const holds = (token: string) => signatureHolds(parseCompactJws(token), key.publicKey);

/** Signs the very same text in another way. */
function signedOtherwise(algorithm: string, options: object = {}): string {
  const text = `${header}.${payload}`;
  const sign = createSign(algorithm).update(text);
  return `${text}.${sign.sign({ key: key.privateKey, ...options }, 'base64url')}`;
}

describe('the signature of a JWS', () => {
  it('holds over the bytes that were signed', () => {
    expect(holds(good)).toBe(true);
  });

  it.each([
    ['of another key', () => signToken({ alg: 'RS256', kid: 'd-1' }, {}, newKey('d-1').privateKey)],
    ['over another payload', () => `${header}.${encodePart({ sub: 'm9' })}.${signature}`],
    ['that is cut short', () => `${header}.${payload}.${cutShort}`],
    ['of one byte', () => `${header}.${payload}.AA`],
    ['made with SHA-512', () => signedOtherwise('RSA-SHA512')],
    [
      'made with PSS padding',
      () => signedOtherwise('RSA-SHA256', { padding: constants.RSA_PKCS1_PSS_PADDING }),
    ],
  ])('does not hold when it is one %s', (_, token) => {
    expect(holds(token())).toBe(false);
  });
});
