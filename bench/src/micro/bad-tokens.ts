import { randomBytes } from 'node:crypto';
import { TokenForge } from '../../../test/support/token-forge.js';
import { processInput, report } from '../process/input.js';
import { makeVerifier } from './subject.js';

/** How many bad tokens are sent. */
export interface BadTokensInput {
  readonly count: number;
}

const { count } = await processInput<BadTokensInput>();
const forge = new TokenForge();
const { verifier, cache } = makeVerifier(forge);
const good = forge.accessToken();
const body = good.slice(0, good.lastIndexOf('.'));
const [, payload] = good.split('.');

/** Junk, names of keys that are made up, and in one of twenty a signature that does not hold. */
function badToken(nth: number): string {
  if (nth % 20 === 0) return `${body}.${randomBytes(256).toString('base64url')}`;
  if (nth % 2 === 0) return randomBytes(400).toString('base64url');
  const header = JSON.stringify({ alg: 'RS256', kid: `d-${randomBytes(16).toString('hex')}` });
  return `${Buffer.from(header).toString('base64url')}.${payload}.AAAA`;
}

async function send(from: number, to: number): Promise<void> {
  for (let nth = from; nth < to; nth += 1) {
    const header = `Bearer ${badToken(nth)}`;
    if (verifier.recall(header) !== undefined) throw new Error('A bad token was remembered.');
    const isRefused = await verifier.verify(header).then(
      () => false,
      () => true,
    );
    if (!isRefused) throw new Error('A bad token was accepted.');
  }
}

function memoryMb(): { readonly heap: number; readonly rss: number } {
  for (let turn = 0; turn < 4; turn += 1) globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed / 1e6, rss: rss / 1e6 };
}

const warmUp = Math.min(50_000, count / 10);
await send(0, warmUp);
const before = memoryMb();
await send(warmUp, warmUp + count);
const after = memoryMb();
report({ heapMb: after.heap - before.heap, rssMb: after.rss - before.rss, cached: cache.size });
