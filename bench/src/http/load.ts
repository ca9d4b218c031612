import { once } from 'node:events';
import net from 'node:net';
import { processInput, report } from '../process/input.js';
import type { BurstInput, LoadInput, LoadResult } from './load.types.js';

const { port, requests: texts, connectionCount } = await processInput<LoadInput>();
const requests = new Map(
  Object.entries(texts).map(([label, some]) => [label, some.map((text) => Buffer.from(text))]),
);
const OK = Buffer.from('HTTP/1.1 200 OK\r\n');
let current: readonly Buffer[] = [...requests.values()][0] ?? [];
let turn = 0;
let isRunning = false;
let failures = 0;
let latenciesMs: number[] = [];

/** One keep-alive connection with at most one request in flight. All answers have one length. */
async function connect(answerLength: number): Promise<() => void> {
  const socket = net.connect(port, '127.0.0.1').setNoDelay(true);
  await once(socket, 'connect');
  let received = 0;
  let sentAtMs = 0;
  const ask = () => {
    received = 0;
    sentAtMs = performance.now();
    socket.write(current[turn++ % current.length] as Buffer);
  };
  socket.on('data', (chunk) => {
    if (received === 0 && !chunk.subarray(0, OK.length).equals(OK)) failures += 1;
    received += chunk.length;
    if (received < answerLength) return;
    latenciesMs.push(performance.now() - sentAtMs);
    if (isRunning) ask();
  });
  return ask;
}

async function lengthOfAnswer(): Promise<number> {
  const socket = net.connect(port, '127.0.0.1');
  let length = 0;
  socket.on('data', (chunk) => (length += chunk.length));
  socket.write(current[0] as Buffer);
  await pause(500);
  socket.destroy();
  return length;
}

/** Keeps every connection busy for a while, and lets the last answers come in. */
async function burst({ label, ms }: BurstInput): Promise<LoadResult> {
  current = requests.get(label) ?? [];
  failures = 0;
  latenciesMs = [];
  isRunning = true;
  const startedAtMs = performance.now();
  for (const ask of connections) ask();
  await pause(ms);
  isRunning = false;
  const elapsedMs = performance.now() - startedAtMs;
  const counted = latenciesMs.length;
  await settled(counted + connections.length);
  const sorted = Float64Array.from(latenciesMs).toSorted();
  const p99Ms = sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
  return { requests: sorted.length, perSecond: (counted / elapsedMs) * 1000, failures, p99Ms };
}

async function settled(answers: number): Promise<void> {
  if (latenciesMs.length >= answers || failures > 0) return;
  await pause(1);
  await settled(answers);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const answerLength = await lengthOfAnswer();
const connections = await Promise.all(
  Array.from({ length: connectionCount }, () => connect(answerLength)),
);
report('ready');
process.on('message', (input: BurstInput) => {
  void burst(input).then(report);
});
