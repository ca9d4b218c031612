import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { freshHome } from '../support/fresh-home.js';

const ROOT = join(import.meta.dirname, '..', '..');
const PORTS = [8000, 8001, 8002, 8003, 3567];

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A command as a person types it, in a process group of its own, as a terminal would give it. */
class Command {
  output = '';
  readonly ended: Promise<number | null>;
  private readonly child: ChildProcess;

  constructor(line: string, env: Readonly<Record<string, string>> = {}) {
    const [program = '', ...args] = line.split(' ');
    this.child = spawn(program, args, {
      cwd: ROOT,
      detached: true,
      env: { ...process.env, CI: 'true', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
    this.ended = new Promise((resolve) => this.child.once('close', resolve));
  }

  async printed(text: string, deadlineMs = 60_000): Promise<void> {
    const end = Date.now() + deadlineMs;
    while (!this.output.includes(text)) {
      if (Date.now() > end) throw new Error(`"${text}" was not printed:\n${this.output}`);
      await pause(50);
    }
  }

  /** What Ctrl-C does: a signal for every process of the terminal. */
  interruptGroup(): void {
    process.kill(-(this.child.pid ?? 0), 'SIGINT');
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, 'localhost', () => server.close(() => resolve(true)));
  });

async function expectNothingLeft(): Promise<void> {
  for (const port of PORTS) expect([port, await isFree(port)]).toEqual([port, true]);
}

const query = (port: number, target: string) =>
  fetch(`http://localhost:${port}/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ target }),
  });

async function untilGreets(port: number, target: string, greeting: string): Promise<void> {
  const end = Date.now() + 45_000;
  let last = '';
  while (Date.now() < end) {
    last = await (await query(port, target)).text();
    if (last === greeting) return;
    await pause(200);
  }
  throw new Error(`${port} never greeted ${target}: ${last}`);
}

/** One file for all that needs the ports of the README, so that no two of them meet. */
describe('the commands of the README, typed literally', () => {
  let home: string;
  beforeEach(async () => {
    home = await freshHome('m2m-literal-');
    await expectNothingLeft();
  });
  afterEach(async () => {
    await rm(home, { recursive: true, force: true });
  });

  it('npm start brings up all four, says what to try, and ends with nothing left on SIGTERM', async () => {
    // The first start of all finds no database.
    await rm(join(home, 'data'), { recursive: true });
    const command = new Command('npm start', { M2M_HOME: home });
    await command.printed('Try this in another terminal');
    for (const name of ['auth-server', 'm1', 'm2', 'm3']) {
      expect(command.output).toMatch(new RegExp(`${name} +\\| .*${name} listens on http://`));
    }
    const lines = command.output.split('\n').filter((line) => line.trim().startsWith('curl '));
    const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(readme).toContain(line.trim().replace('curl -i ', ''));
    expect(await (await query(8001, 'm2')).text()).toBe('Hello to m1 from m2!');
    expect((await query(8001, 'm3')).status).toBe(401);

    const toldAt = Date.now();
    command.signal('SIGTERM');
    await command.ended;
    expect(Date.now() - toldAt).toBeLessThan(5_000);
    await expectNothingLeft();
    expect((await readdir(home)).filter((file) => file.endsWith('.lock'))).toEqual([]);
  }, 120_000);

  it('npm start ends on Ctrl-C, even one that every process of the terminal hears', async () => {
    const command = new Command('npm start', { M2M_HOME: home });
    await command.printed('Try this in another terminal');
    command.interruptGroup();
    await command.ended;
    await expectNothingLeft();
  }, 120_000);

  it('npm run demo exits 0 when every row is as the policy says', async () => {
    const command = new Command('npm run demo', { M2M_HOME: home });
    expect(await command.ended).toBe(0);
    expect(command.output).toContain('Every row is as the policy says.');
    await expectNothingLeft();
  }, 120_000);

  it('npx nest start works in four terminals at the same time, with --name as typed', async () => {
    const terminals = [
      new Command('npx nest start auth-server', { M2M_HOME: home }),
      ...['m1', 'm2', 'm3'].map(
        (name) => new Command(`npx nest start microservice --name ${name}`, { M2M_HOME: home }),
      ),
    ];
    try {
      await Promise.all(terminals.map((terminal) => terminal.printed('listens on')));
      await untilGreets(8001, 'm2', 'Hello to m1 from m2!');
      await untilGreets(8003, 'm1', 'Hello to m3 from m1!');
      expect((await query(8003, 'm2')).status).toBe(401);
    } finally {
      for (const terminal of terminals) terminal.interruptGroup();
      await Promise.all(terminals.map(({ ended }) => ended));
    }
    await expectNothingLeft();
  }, 180_000);

  it('npx nest start microservice --watch keeps its name', async () => {
    const terminal = new Command('npx nest start microservice --watch --name m2');
    try {
      await terminal.printed('m2 listens on');
    } finally {
      terminal.interruptGroup();
      await terminal.ended;
    }
    await expectNothingLeft();
  }, 120_000);
});
