import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { DemoSystem } from './demo-system.js';

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

interface Surroundings {
  readonly demo: DemoSystem;
  readonly folder: string;
  readonly adminToken: string;
}

/** The built `m2m` command, as real processes in a folder of their own, against a demo's auth-server. */
export class M2MCommand {
  private surroundings: Surroundings | undefined;

  private constructor() {}

  /** One command with an auth-server for all tests of a file: starts before the first, ends after the last. */
  static forThisFile(): M2MCommand {
    const m2m = new M2MCommand();
    beforeAll(() => m2m.open(), 60_000);
    afterAll(() => m2m.close());
    return m2m;
  }

  get demo(): DemoSystem {
    return this.around.demo;
  }

  /** The working directory; holds nothing at first. */
  get folder(): string {
    return this.around.folder;
  }

  get adminToken(): string {
    return this.around.adminToken;
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
    const own = { M2M_HOME: this.demo.home, M2M_AUTH_SERVER: this.demo.url('auth-server') };
    return spawn(process.execPath, [MAIN, ...args], {
      cwd: this.folder,
      env: { PATH: process.env['PATH'], ...own, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  }

  private get around(): Surroundings {
    if (this.surroundings === undefined) throw new Error('The auth-server has not started yet.');
    return this.surroundings;
  }

  private async open(): Promise<void> {
    const demo = await DemoSystem.start({ only: 'auth-server' });
    const folder = await mkdtemp(join(tmpdir(), 'm2m-cli-'));
    const adminToken = (await readFile(join(demo.home, 'admin-token'), 'utf8')).trim();
    this.surroundings = { demo, folder, adminToken };
  }

  private async close(): Promise<void> {
    if (this.surroundings === undefined) return;
    const { demo, folder } = this.surroundings;
    await Promise.all([demo.stop(), rm(folder, { recursive: true, force: true })]);
  }
}
