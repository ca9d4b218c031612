import { startProcess, type FreshProcess } from '../process/fresh-process.js';
import type { Issuer } from '../tokens.js';
import type { BurstInput, LoadInput, LoadResult } from './load.types.js';
import type { Sample } from './measurements.js';
import { labelOf, type ServerInput, type Subject } from './subjects.js';

const SERVER = new URL('./server.js', import.meta.url);
const LOAD = new URL('./load.js', import.meta.url);
const CONNECTIONS = 50;

/** A server under test and the load generator in front of it, both in fresh processes. */
export class Rig {
  private constructor(
    private readonly server: FreshProcess,
    private readonly load: FreshProcess,
  ) {}

  /** Starts one server for subjects that share it. */
  static async start(
    subjects: readonly [Subject, ...Subject[]],
    issuer: Issuer,
    tokens: readonly string[],
  ): Promise<Rig> {
    const guards = [...new Set(subjects.map(({ guard }) => guard))];
    const input: ServerInput = { server: subjects[0].server, guards, jwksUri: issuer.jwksUri };
    const server = startProcess(SERVER, input);
    const port = await server.next<number>();
    const load = startProcess(LOAD, {
      port,
      requests: Object.fromEntries(
        subjects.map((subject) => [labelOf(subject), requestsOf(subject, tokens)]),
      ),
      connectionCount: CONNECTIONS,
    } satisfies LoadInput);
    await load.next();
    return new Rig(server, load);
  }

  /** Loads the server for a while and counts nothing. */
  async warmUp(subject: Subject, ms: number): Promise<void> {
    await this.burst(subject, ms);
  }

  /** Loads the server for a while. */
  async measure(subject: Subject, ms: number): Promise<Sample> {
    const before = await this.cpuUsedSec();
    const { requests, perSecond, p99Ms } = await this.burst(subject, ms);
    const cpuSec = (await this.cpuUsedSec()) - before;
    return { perSecond, perCpuSecond: requests / cpuSec, p99Ms };
  }

  async stop(): Promise<void> {
    await Promise.all([this.load.stop(), this.server.stop()]);
  }

  private async burst(subject: Subject, ms: number): Promise<LoadResult> {
    const label = labelOf(subject);
    this.load.send({ label, ms } satisfies BurstInput);
    const result = await this.load.next<LoadResult>();
    if (result.failures === 0) return result;
    throw new Error(`${label} did not always answer 200.`);
  }

  private async cpuUsedSec(): Promise<number> {
    this.server.send('cpu');
    return this.server.next<number>();
  }
}

function requestsOf({ guard, tokens: count }: Subject, tokens: readonly string[]): string[] {
  const head = `GET /${guard} HTTP/1.1\r\nHost: bench\r\nAccept: */*\r\n`;
  return tokens.slice(0, count).map((token) => `${head}Authorization: Bearer ${token}\r\n\r\n`);
}
