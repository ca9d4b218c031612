import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from './free-ports.js';

const READY_WITHIN_MS = 60_000;
const POLL_MS = 50;

/** A program of this machine that a test runs for itself, in a folder of its own. */
export interface Broker {
  readonly port: number;
  stop(): Promise<void>;
}

/** How to start a broker: it must listen on the port and keep everything in the folder. */
export interface BrokerProgram {
  /** Name of Debian's package, for the message when it is missing. */
  readonly package: string;
  readonly command: string;
  readonly args: (port: number, folder: string) => readonly string[];
  readonly env?: (port: number, folder: string) => NodeJS.ProcessEnv;
}

/** Starts a broker on a free port; a missing program is a failure, never a reason to skip. */
export async function startBroker(program: BrokerProgram): Promise<Broker> {
  const folder = await mkdtemp(join(tmpdir(), 'm2m-broker-'));
  const [port = 0] = await freePorts(1);
  const broker = spawn(program.command, program.args(port, folder), {
    cwd: folder,
    detached: true,
    stdio: 'ignore',
    env: { PATH: process.env['PATH'], HOME: folder, ...program.env?.(port, folder) },
  });
  let end: string | undefined;
  broker.once('error', (error) => (end = error.message));
  broker.once('exit', (code, signal) => (end = `it ended with ${code ?? signal}`));
  const isReady = await listens(port, () => end);
  const stop = async (): Promise<void> => {
    if (broker.pid !== undefined && broker.exitCode === null && broker.signalCode === null) {
      const exit = once(broker, 'exit');
      process.kill(-broker.pid, 'SIGTERM');
      await exit;
    }
    await rm(folder, { recursive: true, force: true });
  };
  if (isReady === true) return { port, stop };
  await stop();
  throw new Error(
    `${program.command} does not run (${isReady}): apt-get install ${program.package}`,
  );
}

/** True once the port is open, else the reason why it never will be. */
async function listens(port: number, end: () => string | undefined): Promise<true | string> {
  for (let waitedMs = 0; waitedMs < READY_WITHIN_MS; waitedMs += POLL_MS) {
    const reason = end();
    if (reason !== undefined) return reason;
    if (await isOpen(port)) return true;
    await sleep(POLL_MS);
  }
  return `it did not listen within ${READY_WITHIN_MS} ms`;
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
