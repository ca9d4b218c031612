import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { DemoSystem, NAMES, type Name } from '../support/demo-system.js';
import { freePorts } from '../support/free-ports.js';
import { mintAtCore } from '../support/mint-at-core.js';
import { AdminClient } from './admin-client.js';
import { ExampleProcess } from './example-process.js';
import { EXAMPLE_NAMES, EXAMPLES, prepareExamples, type ExampleName } from './prepare-examples.js';
import type { Command } from './run-program.js';

export type Member = Name | ExampleName;

/** Who may call all of each other; `m3` has no edge to any example, and nobody one to `m3`. */
export const FRIENDS = ['m1', 'm2', ...EXAMPLE_NAMES] as const satisfies readonly Member[];

/** The demo's four processes and one microservice per language, all for real. */
export class MixedSystem {
  private readonly examples = new Map<ExampleName, ExampleProcess>();
  private readonly secrets = new Map<ExampleName, string>();

  private constructor(
    private readonly folder: string,
    private readonly demo: DemoSystem,
    private readonly exampleUrls: ReadonlyMap<string, string>,
  ) {}

  static async start(): Promise<MixedSystem> {
    const ports = await freePorts(EXAMPLE_NAMES.length);
    const urls = EXAMPLE_NAMES.map(
      (name, nth) => [name, `http://127.0.0.1:${ports[nth]}`] as const,
    );
    const targets = Object.fromEntries(urls);
    const demo = await DemoSystem.start({ issuerIsUrl: true, targets });
    const folder = await mkdtemp(join(tmpdir(), 'm2m-interop-'));
    const system = new MixedSystem(folder, demo, new Map(urls));
    await system.startExamples().catch(async (error: unknown) => {
      await system.stop();
      throw error;
    });
    return system;
  }

  /** Where a member listens. */
  url(name: Member, path = ''): string {
    const url = this.exampleUrls.get(name);
    return url === undefined ? this.demo.url(name as Name, path) : `${url}${path}`;
  }

  /** The issuer, which is where the auth-server listens. */
  get issuer(): string {
    return this.demo.url('auth-server');
  }

  /** The client secret of an example. */
  secretOf(name: ExampleName): string {
    return this.secrets.get(name) ?? '';
  }

  /** The bootstrap token of a microservice of the demo. */
  async credentialOf(name: Name): Promise<string> {
    return (await readFile(join(this.demo.home, 'credentials', `${name}.jwt`), 'utf8')).trim();
  }

  /** A token of the core with any claims beside the good ones of a call from `m1` to `target`. */
  mint(target: Member, claims: Readonly<Record<string, unknown>>): Promise<string> {
    const good = { iss: this.issuer, sub: 'm1', aud: target, token_use: 'access' };
    const settings = { useStaticSigningKey: false, validity: 1800 };
    return mintAtCore(this.demo, { ...good, ...claims }, settings);
  }

  /** Everything that the examples have printed so far. */
  get printedByExamples(): string {
    return [...this.examples.values()].map(({ output }) => output).join('\n');
  }

  /** Lets `caller` call `target`. */
  query(caller: Member, target: unknown): Promise<Response> {
    return fetch(this.url(caller, '/query'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ target }),
    });
  }

  async stop(): Promise<void> {
    await Promise.all([...this.examples.values()].map((example) => example.stop()));
    await this.demo.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async startExamples(): Promise<void> {
    const admin = await AdminClient.of(this.demo);
    await admin.replacePolicy(await this.policy());
    const commands = await prepareExamples(this.folder);
    for (const name of EXAMPLE_NAMES) this.secrets.set(name, await admin.issueSecret(name));
    await Promise.all(EXAMPLE_NAMES.map((name) => this.startExample(name, commands[name])));
  }

  /** The policy of the examples, with everybody where they listen today. */
  private async policy(): Promise<object> {
    const policy = parse(await readFile(join(EXAMPLES, 'm2m.policy.yaml'), 'utf8')) as object;
    const members = [...NAMES, ...EXAMPLE_NAMES].map((name) => [name, { url: this.url(name) }]);
    return { ...policy, microservices: Object.fromEntries(members) };
  }

  private startExample(name: ExampleName, command: Command): Promise<void> {
    const targets = [...NAMES, ...EXAMPLE_NAMES].map((target) => `${target}=${this.url(target)}`);
    const example = new ExampleProcess(command, {
      HOST: '127.0.0.1',
      PORT: new URL(this.url(name)).port,
      M2M_ISSUER: this.issuer,
      M2M_NAME: name,
      M2M_CLIENT_SECRET: this.secretOf(name),
      M2M_TARGETS: targets.join(','),
    });
    this.examples.set(name, example);
    return example.answersAt(this.url(name));
  }
}
