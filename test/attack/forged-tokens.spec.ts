import { Controller, Get } from '@nestjs/common';
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { M2MInboundModule } from '../../libs/m2m/src/inbound/inbound.module.js';
import { M2MProtected } from '../../libs/m2m/src/inbound/m2m-protected.decorator.js';
import { FaultServer } from '../support/fault-server.js';
import { PLATFORMS, serve, type Served } from '../support/serve.js';
import { encodePart, newKey, publicJwk, signToken, TokenForge } from '../support/token-forge.js';

const forge = new TokenForge();
const { accessKey, bootstrapKey } = forge;
const good = forge.accessToken();
const [header = '', payload = '', signature = ''] = good.split('.');
const own = newKey('attacker');
const decoded = (part: string) =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
let handled = 0;

@Controller()
class HelloController {
  @Get('hello')
  @M2MProtected()
  hello(): string {
    handled += 1;
    return 'Hello!';
  }
}

function hmacSigned(key: string | Buffer, alg = 'HS256'): string {
  const input = `${encodePart({ ...decoded(header), alg })}.${payload}`;
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
}

function ecSigned(alg: string): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const input = `${encodePart({ ...decoded(header), alg })}.${payload}`;
  const bytes = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${bytes.toString('base64url')}`;
}

const withHeader = (members: object, key = own.privateKey) =>
  signToken({ ...decoded(header), ...members }, decoded(payload), key);
const spki = (type: 'pem' | 'der') =>
  accessKey.publicKey.export({ format: type as 'pem', type: 'spki' });
const pkcs1 = accessKey.publicKey.export({ format: 'pem', type: 'pkcs1' });

const ATTACKS: [string, (canary: string) => string][] = [
  ...['none', 'None', 'nOnE', 'NONE', '', ' none'].flatMap((alg): typeof ATTACKS => [
    [
      `alg "${alg}" without a signature`,
      () => `${encodePart({ ...decoded(header), alg })}.${payload}.`,
    ],
    [
      `alg "${alg}" with the old signature`,
      () => `${encodePart({ ...decoded(header), alg })}.${payload}.${signature}`,
    ],
  ]),
  ['no alg', () => withHeader({ alg: undefined })],
  ['no third part', () => `${header}.${payload}`],
  ['HS256 keyed with the public key as PEM', () => hmacSigned(spki('pem'))],
  [
    'HS256 keyed with the PEM without its last line break',
    () => hmacSigned(String(spki('pem')).trim()),
  ],
  [
    'HS256 keyed with the PEM in CRLF',
    () => hmacSigned(String(spki('pem')).replaceAll('\n', '\r\n')),
  ],
  ['HS256 keyed with the public key as PKCS#1', () => hmacSigned(pkcs1)],
  ['HS256 keyed with the public key as DER', () => hmacSigned(spki('der'))],
  ['HS256 keyed with the text of the JWK', () => hmacSigned(JSON.stringify(publicJwk(accessKey)))],
  ['HS256 keyed with the modulus', () => hmacSigned(String(publicJwk(accessKey)['n']))],
  ['HS256 keyed with nothing', () => hmacSigned('')],
  ['alg RS256 over an HMAC', () => hmacSigned(spki('pem'), 'RS256')],
  ['ES256', () => ecSigned('ES256')],
  ['alg RS256 over an ECDSA signature', () => ecSigned('RS256')],
  ['a signature of zeros', () => `${header}.${payload}.${encodePart(Buffer.alloc(256))}`],
  ['another key under a known name', () => forge.accessToken({}, { signWith: own.privateKey })],
  [
    'the right key under the name of another',
    () => withHeader({ kid: bootstrapKey.keyId }, accessKey.privateKey),
  ],
  ['a key in the header', () => withHeader({ jwk: publicJwk(own), kid: 'attacker' })],
  ['a key in the header under a known name', () => withHeader({ jwk: publicJwk(own) })],
  ['the URL of a key set', (canary) => withHeader({ jku: canary, kid: 'attacker' })],
  [
    'the URL of a key set, well signed',
    (canary) => withHeader({ jku: canary }, accessKey.privateKey),
  ],
  ['the URL of a certificate', (canary) => withHeader({ x5u: canary })],
  ['a certificate', () => withHeader({ x5c: [encodePart(spki('der'))] })],
  ['the URL of a key set as the name of the key', (canary) => withHeader({ kid: canary })],
  ['crit with an unknown member', () => withHeader({ crit: ['x'], x: 1 }, accessKey.privateKey)],
  ['crit with b64', () => withHeader({ crit: ['b64'], b64: false }, accessKey.privateKey)],
  [
    'a nested token',
    () => signToken({ ...decoded(header), cty: 'JWT' }, good, accessKey.privateKey),
  ],
  ['a JWE', () => `${encodePart({ alg: 'RSA-OAEP', enc: 'A256GCM', zip: 'DEF' })}.AA.AA.AA.AA`],
  ['JSON serialisation', () => JSON.stringify({ protected: header, payload, signature })],
  [
    'alg twice',
    () =>
      `${encodePart(`{"alg":"RS256","\\u0061lg":"none","kid":"${accessKey.keyId}"}`)}.${payload}.${signature}`,
  ],
  [
    'exp 1e400',
    () =>
      signToken(
        decoded(header),
        JSON.stringify(decoded(payload)).replace(/"exp":\d+/, '"exp":1e400'),
        accessKey.privateKey,
      ),
  ],
  ['no exp', () => forge.accessToken({ exp: undefined })],
  ['a life of 100 years', () => forge.accessToken({ exp: 4_951_215_751 })],
  [
    'a number of 5 000 digits',
    () => `${encodePart(`{"alg":${'9'.repeat(5000)}}`)}.${payload}.${signature}`,
  ],
  ['lists 3 000 deep', () => `${encodePart('['.repeat(3000))}.${payload}.${signature}`],
  [
    'a list as its payload',
    () => signToken(decoded(header), [decoded(payload)], accessKey.privateKey),
  ],
  ['a token for another target', () => forge.accessToken({ aud: 'm3' })],
  ['a token for several targets', () => forge.accessToken({ aud: ['m2', 'm3'] })],
  ['a bootstrap token', () => forge.bootstrapToken()],
  ['a bootstrap token with our audience', () => forge.bootstrapToken({ aud: 'm2' })],
  [
    'a bootstrap token dressed as an access token',
    () =>
      forge.bootstrapToken({
        aud: 'm2',
        token_use: 'access',
        client_id: 'm1',
        jti: 'x',
        exp: Math.floor(Date.now() / 1000) + 60,
      }),
  ],
  [
    'a session token',
    () => forge.accessToken({ token_use: undefined, sessionHandle: 'x', tId: 'public' }),
  ],
  ...[
    '/dev/null',
    '../../etc/passwd',
    "' OR 1=1 --",
    '| id',
    '__proto__',
    'constructor',
    'toString',
    '\u0000',
    '\u{1f600}',
    'x'.repeat(5000),
  ].map((kid): [string, () => string] => [
    `kid ${JSON.stringify(kid.slice(0, 20))}`,
    () => withHeader({ kid }),
  ]),
  ...[null, 1, true, {}, [], [accessKey.keyId], ''].map((kid): [string, () => string] => [
    `kid ${JSON.stringify(kid)}`,
    () => withHeader({ kid }, accessKey.privateKey),
  ]),
];

describe.each(PLATFORMS)('a forged token at a protected route on %s', (platform) => {
  const keys = new FaultServer(() => forge.jwks());
  const canary = new FaultServer(() => ({ keys: [publicJwk(own)] }));
  let served: Served;

  beforeAll(async () => {
    await Promise.all([keys.listen(), canary.listen()]);
    const inbound = M2MInboundModule.forRoot({ name: 'm2', jwksUri: keys.url });
    served = await serve(platform, [inbound], [HelloController]);
    handled = 0;
  });
  afterAll(() => Promise.all([served.close(), keys.close(), canary.close()]));

  const present = (token: string) =>
    fetch(`${served.url}/hello`, { headers: { authorization: `Bearer ${token}` } });

  it.each(ATTACKS)('is refused: %s', async (_name, forged) => {
    const response = await present(forged(canary.url));
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('is refused in all 15 other spellings of its signature (F53)', async () => {
    expect((await present(good)).status).toBe(200);
    const bytes = Buffer.from(signature, 'base64url');
    const stem = `${header}.${payload}.${signature.slice(0, -1)}`;
    const spellings = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')
      .map((last) => stem + last)
      .filter(
        (token) =>
          token !== good && Buffer.from(token.split('.')[2] ?? '', 'base64url').equals(bytes),
      );
    expect(spellings).toHaveLength(15);
    for (const token of spellings) expect((await present(token)).status).toBe(401);
  });

  it('has caused no request but two for the key set, and no call of the handler but the good one', () => {
    expect(canary.requests).toBe(0);
    expect(keys.requests).toBeLessThanOrEqual(2);
    expect(handled).toBe(1);
  });
});
