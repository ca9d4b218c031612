import type { BurstInput, LoadInput, LoadResult } from '../http/load.types.js';
import { startProcess, type FreshProcess } from '../process/fresh-process.js';
import { ISSUERS, type Issuer, type IssuerName } from './issuers.js';
import type { ProbeMessage, Usage } from './probe.js';

const LOAD = new URL('../http/load.js', import.meta.url);
const CONNECTIONS = 50;
const FIRST_BURST_MS = 100;

/** Loaded this long before anything counts: until now the processor's caches were another's. */
const SETTLE_MS = 250;

/** One burst of requests for tokens. */
export interface IssuerBurst {
  readonly perSecond: number;
  /** Tokens per second of the issuer's CPU. */
  readonly perCpuSecond: number;
  readonly p99Ms: number;
  /** 99th percentile of how late the issuer's event loop was. */
  readonly delayP99Ms: number;
}

/** An issuer and the load generator in front of it. */
export class IssuerRig {
  private constructor(
    readonly name: IssuerName,
    private readonly issuer: Issuer,
    private readonly load: FreshProcess,
  ) {}

  static async start(name: IssuerName): Promise<IssuerRig> {
    const issuer = await ISSUERS[name]();
    const load = startProcess(LOAD, {
      port: issuer.port,
      requests: { [name]: [issuer.request] },
      connectionCount: CONNECTIONS,
    } satisfies LoadInput);
    await load.next();
    const rig = new IssuerRig(name, issuer, load);
    // A server closes connections on which it was never asked anything, long before idle ones.
    await rig.burst(FIRST_BURST_MS);
    return rig;
  }

  /** Keeps every connection busy for a while. */
  async burst(ms: number): Promise<IssuerBurst> {
    await this.ask(SETTLE_MS);
    await this.tell('begin');
    const { requests, perSecond, p99Ms } = await this.ask(ms);
    const { cpuSec, delayP99Ms } = await this.tell<Usage>('end');
    return { perSecond, perCpuSecond: requests / cpuSec, p99Ms, delayP99Ms };
  }

  async stop(): Promise<void> {
    await this.load.stop();
    await this.issuer.stop();
  }

  private async ask(ms: number): Promise<LoadResult> {
    this.load.send({ label: this.name, ms } satisfies BurstInput);
    const result = await this.load.next<LoadResult>();
    if (result.failures > 0) throw new Error(`${this.name} did not always answer 200.`);
    return result;
  }

  private async tell<T>(message: ProbeMessage): Promise<T> {
    this.issuer.process.send(message);
    return this.issuer.process.next<T>();
  }
}
