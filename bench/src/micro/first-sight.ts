import { createPublicKey, verify } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { passportJwtSecret } from 'jwks-rsa';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { processInput, report } from '../process/input.js';
import { startIssuer } from '../tokens.js';
import { takeLaps, type Lap } from './lap.js';
import { freshHeaders, makeVerifier } from './subject.js';

await processInput();
const issuer = await startIssuer();
const prepare = freshHeaders(issuer.tokens(1000).map((token) => `Bearer ${token}`));
const lap = (name: string, run: Lap<string>['run']): Lap<string> => ({ name, prepare, run });

const { verifier } = makeVerifier(issuer.forge);
const key = createPublicKey(
  issuer.forge.accessKey.publicKey.export({ type: 'spki', format: 'pem' }),
);
const keys = createRemoteJWKSet(new URL(issuer.jwksUri));
const expected = { issuer: 'auth-server', audience: 'm2', algorithms: ['RS256'] };

/** The least that has to be done: the signature, with the key at hand, and nothing about the rest. */
function bareVerify(header: string): void {
  const dot = header.lastIndexOf('.');
  const signature = Buffer.from(header.slice(dot + 1), 'base64url');
  if (!verify('RSA-SHA256', Buffer.from(header.slice(7, dot)), key, signature)) {
    throw new Error('The bare verification failed.');
  }
}

const stock = new Strategy(
  {
    jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
    secretOrKeyProvider: passportJwtSecret({ jwksUri: issuer.jwksUri, cache: true }),
    issuer: 'auth-server',
    audience: 'm2',
    algorithms: ['RS256'],
  },
  (payload: object, done) => done(null, payload),
);

const runStock = (authorization: string) =>
  new Promise((resolve, reject) => {
    const run = Object.assign(Object.create(stock) as Strategy, {
      success: resolve,
      fail: reject,
      error: reject,
    });
    run.authenticate({ headers: { authorization } } as never);
  });

const times = await takeLaps(
  [
    lap('bare', bareVerify),
    lap('m2m', (header) => verifier.verify(header)),
    lap('jose', (header) => jwtVerify(header.slice(7), keys, expected)),
    lap('stock', runStock),
  ],
  480,
  25,
);
issuer.close();
report(times);
