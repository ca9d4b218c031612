import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A process that ignores SIGTERM for this long is killed. */
const PATIENCE_MS = 4_500;

const COLOURS = [36, 32, 33, 35];

/** A child writes into a pipe, so it has to be told whether a person is at its end. */
const COLOURING = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' };

const tag = (name, index, width) => {
  const text = name.padEnd(width);
  return process.stdout.isTTY ? `\u001b[${COLOURS[index % COLOURS.length]}m${text}\u001b[0m` : text;
};

/** Starts processes, prints their lines side by side, and ends all of them together. */
export class Supervisor {
  #children = new Map();
  #width;
  #quiet;
  #onExit;

  /**
   * @param {{ width: number, quiet?: boolean, onExit: (name: string, code: number | null) => void }} options
   */
  constructor({ width, quiet = false, onExit }) {
    this.#width = width;
    this.#quiet = quiet;
    this.#onExit = onExit;
  }

  /** Resolves when the process itself says that it listens; whoever else holds its port says nothing. */
  start({ name, port, script, args }) {
    // The channel tells a child that its parent is gone, even if the parent was killed outright.
    const child = spawn(process.execPath, ['--enable-source-maps', script, ...args], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { M2M_LOG_FORMAT: 'text', ...COLOURING, ...process.env, PORT: String(port) },
    });
    let listens;
    const listening = new Promise((resolve) => (listens = resolve));
    const prefix = `${tag(name, this.#children.size, this.#width)} | `;
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        if (line.includes(`${name} listens on`)) listens();
        if (!this.#quiet || stream === child.stderr) process.stdout.write(`${prefix}${line}\n`);
      });
    }
    const gone = once(child, 'exit').then(([code]) => {
      this.#children.delete(name);
      this.#onExit(name, code);
    });
    this.#children.set(name, { child, gone });
    return listening;
  }

  /** Resolves when every process is gone. */
  async stop() {
    const running = [...this.#children.values()];
    for (const { child } of running) child.kill('SIGTERM');
    const kill = setTimeout(() => {
      for (const { child } of running) child.kill('SIGKILL');
    }, PATIENCE_MS);
    await Promise.all(running.map(({ gone }) => gone));
    clearTimeout(kill);
  }
}
