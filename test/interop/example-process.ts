import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from './run-program.js';

const ATTEMPT_EVERY_MS = 50;
const MOST_ATTEMPTS = 600;

/** A microservice of the examples in a process of its own. */
export class ExampleProcess {
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;
  private printed = '';
  private hasEnded = false;

  constructor([program, ...args]: Command, env: Readonly<Record<string, string>>) {
    this.child = spawn(program, args, {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.printed += text));
    }
    this.ended = new Promise((resolve) => {
      this.child.once('close', () => {
        this.hasEnded = true;
        resolve();
      });
      this.child.once('error', (error) => (this.printed += error.message));
    });
  }

  /** Resolves when something answers at `url`; rejects when it ends first or takes too long. */
  async answersAt(url: string): Promise<void> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      if (await answers(url)) return;
      if (this.hasEnded) throw new Error(`Ended before it answered:\n${this.output}`);
      await sleep(ATTEMPT_EVERY_MS);
    }
    throw new Error(`Nothing answers at ${url}:\n${this.output}`);
  }

  /** Everything that it has printed so far. */
  get output(): string {
    return this.printed;
  }

  async stop(): Promise<void> {
    this.child.kill();
    await this.ended;
  }
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );
