import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from './free-ports.js';
import { NodeProcess } from './node-process.js';

export const INSTANCES = ['a', 'b'] as const;
export type Instance = (typeof INSTANCES)[number];

const ADMIN_TOKEN = 'm2m_admin_of_two_auth_servers_in_a_test';

interface Seat {
  readonly home: string;
  readonly port: number;
  readonly corePort: number;
  readonly databaseUrl: string;
}

/** An administrator's answer as far as the suites look at it. */
export interface AdminAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Two real auth-servers on one PostgreSQL, each with a home of its own. */
export class AuthServerPair {
  private readonly processes = new Map<string, NodeProcess>();

  private constructor(
    private readonly root: string,
    private readonly seats: Readonly<Record<Instance, Seat>>,
    private readonly freePort: number,
  ) {}

  static async start(databaseUrls: Readonly<Record<Instance, string>>): Promise<AuthServerPair> {
    const root = await mkdtemp(join(tmpdir(), 'm2m-pair-'));
    const ports = await freePorts(5);
    const seat = (instance: Instance, at: number): Seat => ({
      home: join(root, instance),
      port: ports[at] ?? 0,
      corePort: ports[at + 1] ?? 0,
      databaseUrl: databaseUrls[instance],
    });
    const seats = { a: seat('a', 0), b: seat('b', 2) };
    const pair = new AuthServerPair(root, seats, ports[4] ?? 0);
    await Promise.all(INSTANCES.map((instance) => pair.startOne(instance)));
    return pair;
  }

  url(instance: Instance, path = ''): string {
    return `http://127.0.0.1:${this.seats[instance].port}${path}`;
  }

  /** Both of them, as a client lists them. */
  get urls(): readonly string[] {
    return INSTANCES.map((instance) => this.url(instance));
  }

  process(instance: Instance): NodeProcess {
    const process = this.processes.get(instance);
    if (process === undefined) throw new Error(`${instance} does not run.`);
    return process;
  }

  async startOne(instance: Instance): Promise<void> {
    const { home, port, corePort, databaseUrl } = this.seats[instance];
    const process = new NodeProcess({
      app: 'auth-server',
      env: {
        HOST: '127.0.0.1',
        PORT: String(port),
        M2M_HOME: home,
        M2M_EMBEDDED_CORE_PORT: String(corePort),
        M2M_ADMIN_TOKEN: ADMIN_TOKEN,
        DATABASE_URL: databaseUrl,
      },
    });
    this.processes.set(instance, process);
    await process.printed(/listens on/);
  }

  /** Starts the one microservice that the suites need, with the URLs of both; returns its own. */
  async startMicroservice(name: string): Promise<string> {
    const process = new NodeProcess({
      app: 'microservice',
      args: ['--name', name],
      env: {
        HOST: '127.0.0.1',
        PORT: String(this.freePort),
        M2M_HOME: this.seats.a.home,
        M2M_AUTH_SERVER: this.urls.join(','),
      },
    });
    this.processes.set(name, process);
    await process.printed(/listens on/);
    return `http://127.0.0.1:${this.freePort}`;
  }

  /** The credential that the demo made for a microservice. */
  async credential(name: string): Promise<string> {
    return (await readFile(join(this.seats.a.home, 'credentials', `${name}.jwt`), 'utf8')).trim();
  }

  async administer(
    instance: Instance,
    method: string,
    path: string,
    { body, ifMatch }: { readonly body?: object; readonly ifMatch?: string } = {},
  ): Promise<AdminAnswer> {
    const answer = await fetch(this.url(instance, `/admin${path}`), {
      method,
      headers: {
        authorization: `Bearer ${ADMIN_TOKEN}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(ifMatch !== undefined && { 'if-match': ifMatch }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const read = text === '' ? {} : (JSON.parse(text) as AdminAnswer['body']);
    return { status: answer.status, headers: answer.headers, body: read };
  }

  /** Lets `caller` call exactly these targets from now on; rejects when that is refused. */
  async allow(instance: Instance, caller: string, targets: readonly string[]): Promise<void> {
    const { body, headers } = await this.administer(instance, 'GET', '/policy');
    const put = await this.administer(instance, 'PUT', '/policy', {
      body: { ...body, allow: { ...(body['allow'] as object), [caller]: targets } },
      ifMatch: headers.get('etag') ?? '',
    });
    if (put.status !== 200) throw new Error(JSON.stringify(put.body));
  }

  /** The status with which a token is given or refused. */
  async ask(instance: Instance, credential: string, target: string): Promise<number> {
    const answer = await this.request(instance, credential, target);
    await answer.arrayBuffer();
    return answer.status;
  }

  async token(instance: Instance, credential: string, target: string): Promise<string> {
    const answer = await this.request(instance, credential, target);
    const { accessToken } = (await answer.json()) as { accessToken?: string };
    if (accessToken === undefined) throw new Error(`No token for ${target}: ${answer.status}.`);
    return accessToken;
  }

  /** Readiness as a platform sees it: its status and what is up or down. */
  async readiness(instance: Instance): Promise<readonly [number, Record<string, unknown>]> {
    const answer = await fetch(this.url(instance, '/health/ready'));
    const { details } = (await answer.json()) as { details: Record<string, { status: string }> };
    const statuses = Object.entries(details).map(([room, { status }]) => [room, status] as const);
    return [answer.status, Object.fromEntries(statuses)];
  }

  private request(instance: Instance, credential: string, target: string): Promise<Response> {
    return fetch(this.url(instance, '/accesstoken'), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${credential}` },
      body: JSON.stringify({ target }),
    });
  }

  /** What a metric without labels stands at. */
  async metric(instance: Instance, name: string): Promise<number> {
    const text = await (await fetch(this.url(instance, '/metrics'))).text();
    return Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1]);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.processes.values()].map((process) => process.stop('SIGKILL')));
    await rm(this.root, { recursive: true, force: true });
  }
}
