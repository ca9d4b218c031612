import { rm } from 'node:fs/promises';
import { freePorts } from './free-ports.js';
import { freshHome } from './fresh-home.js';
import { NodeProcess } from './node-process.js';

export const NAMES = ['m1', 'm2', 'm3'] as const;
export type Name = (typeof NAMES)[number];

/** What a test may change about the demo. */
export interface DemoSettings {
  /** Kept across systems when given; else a new folder that `stop` removes. */
  readonly home?: string;
  /** Starts this process and no other. */
  readonly only?: 'auth-server';
  /** Makes the auth-server's own URL the issuer, as clients of OAuth expect it. */
  readonly issuerIsUrl?: boolean;
  /** Where the microservices reach further targets, by name. */
  readonly targets?: Readonly<Record<string, string>>;
  /** Further environment of the auth-server. */
  readonly authServer?: Readonly<Record<string, string>>;
  /** Further environment of every microservice. */
  readonly microservices?: Readonly<Record<string, string>>;
}

/** The seed's four processes, for real: an auth-server and m1, m2, m3 on ports of their own. */
export class DemoSystem {
  readonly processes = new Map<string, NodeProcess>();

  private constructor(
    readonly home: string,
    private readonly ports: Readonly<Record<string, number>>,
    private readonly settings: DemoSettings,
  ) {}

  static async start(settings: DemoSettings = {}): Promise<DemoSystem> {
    const home = settings.home ?? (await freshHome('m2m-demo-'));
    const [auth = 0, core = 0, m1 = 0, m2 = 0, m3 = 0] = await freePorts(5);
    const system = new DemoSystem(home, { 'auth-server': auth, core, m1, m2, m3 }, settings);
    await system.startAuthServer();
    if (settings.only === undefined) {
      await Promise.all(NAMES.map((name) => system.startMicroservice(name)));
    }
    return system;
  }

  url(name: Name | 'auth-server' | 'core', path = ''): string {
    return `http://127.0.0.1:${this.ports[name]}${path}`;
  }

  async startAuthServer(): Promise<NodeProcess> {
    return this.startProcess('auth-server', 'auth-server', [], {
      M2M_EMBEDDED_CORE_PORT: `${this.ports['core']}`,
      ...this.settings.authServer,
    });
  }

  async startMicroservice(name: Name): Promise<NodeProcess> {
    const demo = Object.fromEntries(NAMES.map((target) => [target, this.url(target)]));
    const targets = Object.entries({ ...demo, ...this.settings.targets });
    return this.startProcess(name, 'microservice', ['--name', name], {
      M2M_AUTH_SERVER: this.url('auth-server'),
      M2M_TARGETS: targets.map((entry) => entry.join('=')).join(','),
      ...this.settings.microservices,
    });
  }

  process(name: Name | 'auth-server'): NodeProcess {
    const process = this.processes.get(name);
    if (process === undefined) throw new Error(`${name} does not run.`);
    return process;
  }

  /** Lets `caller` call `target`. */
  query(caller: Name, target: unknown): Promise<Response> {
    return fetch(this.url(caller, '/query'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ target }),
    });
  }

  /** Everything that every process has printed so far. */
  get output(): string {
    return [...this.processes.values()].map(({ output }) => output).join('\n');
  }

  async stop(): Promise<void> {
    await Promise.all([...this.processes.values()].map((process) => process.stop()));
    if (this.settings.home === undefined) await rm(this.home, { recursive: true, force: true });
  }

  private async startProcess(
    name: string,
    app: 'auth-server' | 'microservice',
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<NodeProcess> {
    const common = {
      HOST: '127.0.0.1',
      PORT: `${this.ports[name]}`,
      M2M_HOME: this.home,
      ...(this.settings.issuerIsUrl === true && { M2M_ISSUER: this.url('auth-server') }),
    };
    const process = new NodeProcess({ app, args, env: { ...common, ...env } });
    this.processes.set(name, process);
    await process.printed(/listens on/);
    return process;
  }
}
