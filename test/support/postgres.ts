import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { freePorts } from './free-ports.js';

const VERSIONS = '/usr/lib/postgresql';

/**
 * A real PostgreSQL for a suite: the one of `M2M_TEST_DATABASE_URL`, or one that is started here
 * from the packages of the system. Without either the suite fails; it never passes unseen.
 */
export class TestPostgres {
  private constructor(
    private readonly adminUrl: string,
    private readonly server?: OwnServer,
  ) {}

  static async start(): Promise<TestPostgres> {
    const given = process.env['M2M_TEST_DATABASE_URL'];
    if (given !== undefined && given !== '') return new TestPostgres(given);
    const server = new OwnServer(await onePort());
    await server.start();
    return new TestPostgres(server.url, server);
  }

  /** The server's process, when it was started here: faults are for a server of one's own. */
  get own(): OwnServer {
    if (this.server === undefined) throw new Error('Unset M2M_TEST_DATABASE_URL for fault tests.');
    return this.server;
  }

  /** A new, empty database; returns its connection string. */
  async createDatabase(): Promise<string> {
    const name = `m2m_test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
    const client = new Client({ connectionString: this.adminUrl });
    await client.connect();
    await client.query(`create database ${name}`);
    await client.end();
    const url = new URL(this.adminUrl);
    url.pathname = `/${name}`;
    return url.href;
  }

  async stop(): Promise<void> {
    await this.server?.remove();
  }
}

interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

/** A PostgreSQL in a folder of its own, run as the system's postgres when we are root. */
class OwnServer {
  readonly url: string;
  private readonly folder = mkdtempSync(join(tmpdir(), 'm2m-postgres-'));
  private readonly bin = newestBin();
  private readonly owner: Owner = process.getuid?.() === 0 ? systemPostgres() : {};
  private process: ChildProcess | undefined;

  constructor(private readonly port: number) {
    this.url = `postgres://postgres@127.0.0.1:${port}/postgres`;
    const { uid, gid } = this.owner;
    if (uid !== undefined && gid !== undefined) chownSync(this.folder, uid, gid);
    const flags = ['-D', join(this.folder, 'data'), '-U', 'postgres', '-A', 'trust', '-N'];
    execFileSync(join(this.bin, 'initdb'), flags, { ...this.owner, stdio: 'pipe', cwd: tmpdir() });
  }

  async start(): Promise<void> {
    const flags = ['-D', join(this.folder, 'data'), '-p', String(this.port), '-k', this.folder];
    this.process = spawn(join(this.bin, 'postgres'), [...flags, '-F', '-h', '127.0.0.1'], {
      ...this.owner,
      stdio: 'ignore',
      cwd: tmpdir(),
    });
    for (let attempt = 0; attempt < 200; attempt++) {
      const client = new Client({ connectionString: this.url });
      const isUp = await client.connect().then(
        () => true,
        () => false,
      );
      await client.end().catch(() => undefined);
      if (isUp) return;
      await sleep(50);
    }
    throw new Error(`PostgreSQL did not come up on port ${this.port}.`);
  }

  /** Ends the server at once, as a crash or a failover does. */
  async crash(): Promise<void> {
    const { process: server } = this;
    if (server === undefined) return;
    this.process = undefined;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGQUIT');
    await ended;
  }

  async remove(): Promise<void> {
    await this.crash();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function onePort(): Promise<number> {
  const [port] = await freePorts(1);
  if (port === undefined) throw new Error('No port is free.');
  return port;
}

function newestBin(): string {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS) : [];
  const bins = versions
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(VERSIONS, version, 'bin'));
  const bin = bins.find((folder) => existsSync(join(folder, 'initdb')));
  if (bin !== undefined) return bin;
  throw new Error(
    'No PostgreSQL: apt-get install postgresql, or name one in M2M_TEST_DATABASE_URL.',
  );
}

function systemPostgres(): Owner {
  return { uid: idOfPostgres('-u'), gid: idOfPostgres('-g') };
}

function idOfPostgres(flag: string): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
}
