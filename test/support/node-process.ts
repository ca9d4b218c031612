import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

/** Compiles the embedded database once and quickly: a test ends before optimised code has paid off. */
const BASELINE_WASM = '--liftoff-only';

const ROOT = join(import.meta.dirname, '..', '..');

/** How a real process of this project is started. */
export interface ProcessSpec {
  readonly app: 'auth-server' | 'microservice';
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A built application in a process of its own, with everything that it printed. */
export class NodeProcess {
  readonly lines: string[] = [];
  readonly ended: Promise<ProcessEnd>;
  private readonly child: ChildProcess;

  constructor({ app, args = [], env }: ProcessSpec) {
    const script = join(ROOT, 'dist', 'apps', app, 'apps', app, 'src', 'main.js');
    this.child = spawn(process.execPath, [BASELINE_WASM, script, ...args], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.lines.push(line));
    }
    this.ended = new Promise((resolve) =>
      this.child.once('close', (code, signal) => resolve({ code, signal })),
    );
  }

  get output(): string {
    return this.lines.join('\n');
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  /** Resolves when a line matches; rejects with the whole output when the process ends first. */
  async printed(pattern: RegExp): Promise<string> {
    const find = () => this.lines.find((line) => pattern.test(line));
    let hasEnded = false;
    void this.ended.then(() => (hasEnded = true));
    for (;;) {
      const line = find();
      if (line !== undefined) return line;
      if (hasEnded) throw new Error(`Ended without printing ${pattern}:\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  send(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Ends the process in order, or at once with SIGKILL. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<ProcessEnd> {
    this.send(signal);
    return this.ended;
  }
}
