import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** How a {@link ClockedProcess} is set up. */
export interface ClockedSpec {
  readonly name: string;
  readonly port: number;
  readonly authServer: string;
  readonly credential: string;
  readonly targets: Readonly<Record<string, string>>;
}

/** A real process with a microservice inside that takes its time from the test. */
export class ClockedProcess {
  readonly #ended: Promise<unknown>;

  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {
    this.#ended = once(child, 'exit');
  }

  static async start(spec: ClockedSpec): Promise<ClockedProcess> {
    const child = fork(join(import.meta.dirname, 'clocked-microservice.ts'), {
      execArgv: ['--import', join(import.meta.dirname, 'typescript-loader.mjs')],
      env: {
        PATH: process.env['PATH'],
        NAME: spec.name,
        PORT: String(spec.port),
        AUTH_SERVER: spec.authServer,
        CREDENTIAL: spec.credential,
        TARGETS: JSON.stringify(spec.targets),
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const started = new ClockedProcess(`http://127.0.0.1:${spec.port}`, child);
    await started.#told();
    return started;
  }

  /** Moves both of its clocks. */
  async advance(ms: number): Promise<void> {
    const moved = this.#told();
    this.child.send(ms);
    await moved;
  }

  /** What it says over HTTP. */
  async get(path: string): Promise<string> {
    const answer = await fetch(this.url + path);
    return answer.text();
  }

  async stop(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    await this.#ended;
  }

  /** Waits for its next message; rejects when it ends instead. */
  async #told(): Promise<void> {
    const ended = this.#ended.then(() => Promise.reject(new Error('It ended too early.')));
    await Promise.race([once(this.child, 'message'), ended]);
  }
}
