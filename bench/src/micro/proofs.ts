import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { DpopProofs } from '../../../libs/m2m/src/inbound/dpop/dpop-proofs.js';
import { ProofMemory } from '../../../libs/m2m/src/inbound/dpop/proof-memory.js';
import { DpopKey } from '../../../libs/m2m/src/outbound/dpop/dpop-key.js';
import { systemClock } from '../../../libs/m2m/src/shared/clock.js';
import { processInput, report } from '../process/input.js';
import { takeLaps, type Lap } from './lap.js';

const MOST_PROOFS = 1_000_000;

await processInput();
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const key = new DpopKey(privateKey);
const publicKey = createPublicKey(privateKey);
const url = new URL('http://m2/hello');
const token = 'a'.repeat(700);
const binding = {
  keyThumbprint: key.thumbprint,
  tokenHash: createHash('sha256').update(token).digest('base64url'),
};
const proofs = new DpopProofs({
  memory: new ProofMemory(MOST_PROOFS),
  clock: systemClock,
  publicUrls: [],
});

/** A proof that nobody has seen, in a request as node gives it. */
const newMessage = (): IncomingMessage => {
  const dpop = key.proof({ method: 'GET', url, token, nowMs: Date.now() });
  const message = { method: 'GET', url: '/hello', headers: { host: 'm2', dpop }, socket: {} };
  return message as unknown as IncomingMessage;
};

/** The least that has to be done: the signature, with the key at hand. */
function bareVerify({ headers }: IncomingMessage): void {
  const text = String(headers['dpop']);
  const dot = text.lastIndexOf('.');
  const signature = Buffer.from(text.slice(dot + 1), 'base64url');
  const options = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
  if (!verify('sha256', Buffer.from(text.slice(0, dot)), options, signature)) {
    throw new Error('The bare verification failed.');
  }
}

const lap = (name: string, run: Lap<IncomingMessage>['run']): Lap<IncomingMessage> => ({
  name,
  prepare: (count) => Array.from({ length: count }, newMessage),
  run,
});

report(
  await takeLaps(
    [
      lap('bare', bareVerify),
      lap('judged', (message) => proofs.demand(message, binding)),
      lap('made', newMessage),
    ],
    240,
    25,
  ),
);
