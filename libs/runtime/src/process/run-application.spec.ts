import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { send } from '../../../../test/support/send-request.js';

const SUPPORT = join(__dirname, '../../../../test/support');

/** The fixture as a process of its own, with what it writes. */
class SlowProcess {
  out = '';
  err = '';
  readonly child: ChildProcess;
  readonly #exited: Promise<unknown[]>;

  constructor(port: number) {
    this.child = fork(join(SUPPORT, 'slow-application.ts'), {
      execArgv: ['--import', join(SUPPORT, 'typescript-loader.mjs')],
      env: { ...process.env, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#exited = once(this.child, 'exit');
    this.child.stdout?.on('data', (chunk) => (this.out += String(chunk)));
    this.child.stderr?.on('data', (chunk) => (this.err += String(chunk)));
  }

  /** The URL that the process says it listens on. */
  async url(): Promise<string> {
    for (;;) {
      const [, url] = /"url":"([^"]+)"/.exec(this.out) ?? [];
      if (url !== undefined) return url;
      if (this.child.exitCode !== null) throw new Error(`it ended: ${this.err}`);
      await sleep(20);
    }
  }

  async exitCode(): Promise<unknown> {
    const [code] = await this.#exited;
    return code;
  }
}

describe('runApplication in a process of its own', () => {
  it.each([
    ['SIGTERM', ({ child }: SlowProcess) => child.kill('SIGTERM')],
    ['SIGINT', ({ child }: SlowProcess) => child.kill('SIGINT')],
    ['the end of its parent', ({ child }: SlowProcess) => child.disconnect()],
  ])('answers what is in flight and ends with 0 on %s', async (_cause, stop) => {
    const running = new SlowProcess(0);
    const url = await running.url();
    const answer = send(url, { path: '/slow' });
    await once(running.child, 'message');
    stop(running);
    await expect(answer).resolves.toMatchObject({ status: 200, text: 'answered' });
    expect(await running.exitCode()).toBe(0);
    expect(running.err).toBe('');
    await expect(send(url)).rejects.toThrow(/ECONNREFUSED/);
  });

  it('does not wait for a kept-alive connection whose request is answered', async () => {
    const running = new SlowProcess(0);
    const url = await running.url();
    const answer = fetch(`${url}/slow`, { headers: { connection: 'keep-alive' } });
    await once(running.child, 'message');
    running.child.kill('SIGTERM');
    expect(await (await answer).text()).toBe('answered');
    expect(await running.exitCode()).toBe(0);
    expect(running.err).toBe('');
  });

  it('says in one line that its port is in use, and ends with 1', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const running = new SlowProcess(port);
    expect(await running.exitCode()).toBe(1);
    expect(running.err).toBe(
      `Port ${port} is in use. Stop the process that holds it, or set PORT to another one.\n`,
    );
    holder.close();
  });
});
