import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from './run-program.js';

/** A microservice of the examples in a process of its own. */
export class ExampleProcess {
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;
  private printed = '';
  private hasEnded = false;

  private constructor([program, ...args]: Command, env: Readonly<Record<string, string>>) {
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

  /** Starts a command and waits until something answers at `url`. */
  static async start(
    command: Command,
    url: string,
    env: Readonly<Record<string, string>>,
  ): Promise<ExampleProcess> {
    const example = new ExampleProcess(command, env);
    while (!(await answers(url))) {
      if (example.hasEnded) throw new Error(`Ended before it answered:\n${example.output}`);
      await sleep(50);
    }
    return example;
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
