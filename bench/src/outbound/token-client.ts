import { FakeClock } from '../../../test/support/fake-clock.js';
import { processInput, report } from '../process/input.js';
import { recordingEvents } from './lookups.js';
import { makeClient } from './client.js';

/** What a load on one token came to. */
export interface TokenClientResult {
  /** Token requests that 10 000 concurrent calls caused after the token had expired. */
  readonly requestsAtExpiry: number;
  /** Calls of a steady load over ten lifetimes that had to wait for a token. */
  readonly waits: number;
  readonly calls: number;
  readonly requestsPerLifetime: number;
}

const LIFETIMES = 10;
const LIFETIME_SEC = 1800;
const CALLS_PER_SECOND = 10;

const pause = () => new Promise((resolve) => setImmediate(resolve));

async function atExpiry(): Promise<number> {
  const clock = new FakeClock();
  const { client, requests } = makeClient(20, { clock });
  await client.getToken('m2');
  clock.advance(LIFETIME_SEC * 1000);
  const before = requests();
  await Promise.all(Array.from({ length: 10_000 }, () => client.getToken('m2')));
  return requests() - before;
}

async function steady(): Promise<Omit<TokenClientResult, 'requestsAtExpiry'>> {
  const clock = new FakeClock();
  const { events, lookups } = recordingEvents();
  const { client, requests } = makeClient(0, { clock, events });
  await client.getToken('m2');
  const before = requests();
  const firstWaits = lookups().misses;
  let calls = 0;
  for (let sec = 0; sec < LIFETIMES * LIFETIME_SEC; sec += 1) {
    clock.advance(1000);
    for (let nth = 0; nth < CALLS_PER_SECOND; nth += 1) await client.getToken('m2');
    calls += CALLS_PER_SECOND;
    await pause();
  }
  const waits = lookups().misses - firstWaits;
  return { waits, calls, requestsPerLifetime: (requests() - before) / LIFETIMES };
}

await processInput();
report({ requestsAtExpiry: await atExpiry(), ...(await steady()) });
