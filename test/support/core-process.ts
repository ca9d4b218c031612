import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { StoredSigningKeys } from '../../libs/embedded-core/src/signing-key-store.port.js';
import { freePorts } from './free-ports.js';

/** How a core is started; the keys of the former process are kept unless they are to be lost. */
export interface CoreStart {
  readonly apiKey?: string;
  readonly keys?: 'kept' | 'lost';
}

/** A core in a process of its own that can be killed, stopped and started with other keys. */
export class CoreProcess {
  static readonly API_KEY = 'a-key-of-at-least-20-characters';
  private child: ChildProcess | undefined;
  private keys: StoredSigningKeys | undefined;

  private constructor(private readonly port: number) {}

  static async start(): Promise<CoreProcess> {
    const [port = 0] = await freePorts(1);
    const core = new CoreProcess(port);
    await core.restart();
    return core;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts it, after the end of the former process if there is one. */
  async restart({ apiKey = CoreProcess.API_KEY, keys = 'kept' }: CoreStart = {}): Promise<void> {
    await this.signal('SIGKILL');
    const known = keys === 'kept' && this.keys !== undefined ? JSON.stringify(this.keys) : '';
    this.child = fork(join(import.meta.dirname, 'run-core.ts'), {
      execArgv: ['--import', join(import.meta.dirname, 'typescript-loader.mjs')],
      env: { PATH: process.env['PATH'], PORT: String(this.port), API_KEY: apiKey, KEYS: known },
    });
    const [told] = (await once(this.child, 'message')) as [StoredSigningKeys];
    this.keys = told;
  }

  /** Sends a signal; after SIGKILL resolves when it is gone. */
  async signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    const { child } = this;
    if (child === undefined) return;
    if (signal !== 'SIGKILL') return void child.kill(signal);
    this.child = undefined;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  /** A credential of m1, as an operator mints it with curl. */
  async mint(): Promise<string> {
    const answer = await fetch(`${this.url}/recipe/jwt`, {
      method: 'POST',
      headers: { 'api-key': CoreProcess.API_KEY, 'content-type': 'application/json' },
      body: JSON.stringify({
        payload: { iss: 'auth-server', sub: 'm1', aud: 'auth-server' },
        validity: 3600,
        useStaticSigningKey: true,
        algorithm: 'RS256',
        jwksDomain: 'http://localhost:8000',
      }),
    });
    return ((await answer.json()) as { jwt: string }).jwt;
  }
}
