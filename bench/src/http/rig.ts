import { startProcess, type FreshProcess } from '../process/fresh-process.js';
import type { Issuer } from '../tokens.js';
import type { LoadResult } from './load.types.js';
import type { Sample } from './measurements.js';
import type { Subject } from './subjects.js';

const SERVER = new URL('./server.js', import.meta.url);
const LOAD = new URL('./load.js', import.meta.url);
const CONNECTIONS = 50;

const hello = (token: string): string =>
  `GET /hello HTTP/1.1\r\nHost: bench\r\nAccept: */*\r\nAuthorization: Bearer ${token}\r\n\r\n`;

/** A server under test and the load generator in front of it, both in fresh processes. */
export class Rig {
  private constructor(
    readonly subject: Subject,
    private readonly server: FreshProcess,
    private readonly load: FreshProcess,
  ) {}

  static async start(subject: Subject, issuer: Issuer, tokens: readonly string[]): Promise<Rig> {
    const { server: kind, guard, tokens: count } = subject;
    const server = startProcess(SERVER, { server: kind, guard, jwksUri: issuer.jwksUri });
    const port = await server.next<number>();
    const load = startProcess(LOAD, {
      port,
      requests: tokens.slice(0, count).map(hello),
      connectionCount: CONNECTIONS,
    });
    await load.next();
    return new Rig(subject, server, load);
  }

  /** Loads the server for a while and counts nothing. */
  async warmUp(ms: number): Promise<void> {
    await this.burst(ms);
  }

  /** Loads the server for a while. */
  async measure(ms: number): Promise<Sample> {
    const before = await this.cpuUsedSec();
    const { requests, perSecond, p99Ms } = await this.burst(ms);
    const cpuSec = (await this.cpuUsedSec()) - before;
    return { perSecond, perCpuSecond: requests / cpuSec, p99Ms };
  }

  async stop(): Promise<void> {
    await Promise.all([this.load.stop(), this.server.stop()]);
  }

  private async burst(ms: number): Promise<LoadResult> {
    this.load.send(ms);
    const result = await this.load.next<LoadResult>();
    if (result.failures === 0) return result;
    throw new Error(`${this.subject.guard} on ${this.subject.server} did not always answer 200.`);
  }

  private async cpuUsedSec(): Promise<number> {
    this.server.send('cpu');
    return this.server.next<number>();
  }
}
