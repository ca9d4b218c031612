import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { DemoSystem } from './demo-system.js';

const ROOT = join(import.meta.dirname, '..', '..');
const MAIN = join(ROOT, 'dist', 'apps', 'm2m-cli', 'apps', 'm2m-cli', 'src', 'main.js');

/** What it says of anything that takes a second; on a busy machine that is anything. */
const PROGRESS = /^.* …\n/gm;

/** How the command ended and what it said. */
export interface CommandEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a test changes about one run. */
export interface RunSettings {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** The built `m2m` command, as real processes in a folder of their own, against a demo's auth-server. */
export class M2MCommand {
  private constructor(
    /** The working directory; holds nothing at first. */
    readonly folder: string,
    readonly adminToken: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  static async at(demo: DemoSystem): Promise<M2MCommand> {
    const folder = await mkdtemp(join(tmpdir(), 'm2m-cli-'));
    const adminToken = (await readFile(join(demo.home, 'admin-token'), 'utf8')).trim();
    const env = { M2M_HOME: demo.home, M2M_AUTH_SERVER: demo.url('auth-server') };
    return new M2MCommand(folder, adminToken, env);
  }

  /** Runs it to its end. The admin token must never be in what it says. */
  async run(args: readonly string[], settings: RunSettings = {}): Promise<CommandEnd> {
    const child = this.start(args, settings.env);
    child.stdin.end(settings.input ?? '');
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close') as Promise<[number | null]>,
    ]);
    expect(`${stdout}${stderr}`).not.toContain(this.adminToken);
    return { code, stdout, stderr: stderr.replace(PROGRESS, '') };
  }

  /** Runs it with --json and reads what it prints; it must end well. */
  async json<T>(...args: readonly string[]): Promise<T> {
    const { code, stdout, stderr } = await this.run([...args, '--json']);
    expect([code, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as T;
  }

  /** Starts it with pipes on all three streams. */
  start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    return spawn(process.execPath, [MAIN, ...args], {
      cwd: this.folder,
      env: { PATH: process.env['PATH'], ...this.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
