import { generateKeyPairSync, sign } from 'node:crypto';
import { processInput, report } from '../process/input.js';

/** One burst of bare signing. */
export interface FloorBurst {
  readonly perSecond: number;
  readonly perCpuSecond: number;
}

await processInput();
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const input = Buffer.alloc(300, 'a');
const IN_FLIGHT = 8;

/** RSA-2048 signatures through the thread pool, as many as fit into a while. */
async function burst(ms: number): Promise<FloorBurst> {
  const startedAtMs = performance.now();
  const before = process.cpuUsage();
  let count = 0;
  const signOn = (done: () => void): void => {
    if (performance.now() - startedAtMs > ms) return done();
    sign('sha256', input, privateKey, () => {
      count += 1;
      signOn(done);
    });
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, () => new Promise<void>(signOn)));
  const { user, system } = process.cpuUsage(before);
  return {
    perSecond: (count / (performance.now() - startedAtMs)) * 1000,
    perCpuSecond: count / ((user + system) / 1e6),
  };
}

process.on('message', (ms: number) => void burst(ms).then(report));
report('ready');
