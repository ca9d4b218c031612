import { InMemorySigningKeyStore, startEmbeddedCore, type EmbeddedCore } from '@app/embedded-core';
import type {
  ContractCase,
  ContractProfile,
  ContractRequest,
  ExpectedAnswer,
} from './contract-case.js';

/** A core that the contract is held against. */
export interface CoreUnderTest {
  readonly name: string;
  /** Base URL for a case's path. */
  uri(profile: ContractProfile): string;
  /** The request as this core has to get it: with its own API key in the placeholder's stead. */
  prepare(testCase: ContractCase): ContractRequest;
  /** What the case demands of this core, which may depend on the status that it answered with. */
  expected(testCase: ContractCase, status: number | undefined): ExpectedAnswer;
  /** Why a case says nothing about this core, or undefined when it applies. */
  whyNotApplicable(testCase: ContractCase): string | undefined;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const PLACEHOLDER_KEYS = ['KEY-A-placeholder-20chars', 'KEY-B-placeholder-20chars'] as const;

const VERSIONS_OF_TODAY = { mustContain: ['5.4'] };

/** The core named by `M2M_TEST_CORE_URI`, or the embedded one. */
export function coreUnderTest(environment: NodeJS.ProcessEnv): CoreUnderTest {
  const uri = environment['M2M_TEST_CORE_URI'];
  return uri === undefined || uri === ''
    ? new EmbeddedCores()
    : new ForeignCore(uri.replace(/\/$/, ''), environment['M2M_TEST_CORE_API_KEY']);
}

class EmbeddedCores implements CoreUnderTest {
  readonly name = 'the embedded core';
  #cores: ReadonlyMap<ContractProfile, EmbeddedCore> = new Map();

  async start(): Promise<void> {
    const shared = { store: new InMemorySigningKeyStore(), port: 0 };
    this.#cores = new Map([
      ['open', await startEmbeddedCore(shared)],
      ['keys', await startEmbeddedCore({ ...shared, apiKeys: PLACEHOLDER_KEYS })],
      ['openWithAppM2mAuth', await startEmbeddedCore({ ...shared, appAliases: ['m2m-auth'] })],
    ]);
  }

  async stop(): Promise<void> {
    for (const core of this.#cores.values()) await core.close();
  }

  uri(profile: ContractProfile): string {
    return this.#cores.get(profile)?.url ?? '';
  }

  prepare({ request }: ContractCase): ContractRequest {
    return request;
  }

  expected(testCase: ContractCase): ExpectedAnswer {
    return testCase.embedded ?? testCase.expect;
  }

  whyNotApplicable({ disjointFromDefaultApp }: ContractCase): string | undefined {
    return disjointFromDefaultApp === true
      ? 'aliases share the keys of the default app'
      : undefined;
  }
}

class ForeignCore implements CoreUnderTest {
  readonly name: string;

  constructor(
    private readonly base: string,
    private readonly apiKey: string | undefined,
  ) {
    this.name = new URL(base).host;
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  uri(): string {
    return this.base;
  }

  prepare({ profile, request }: ContractCase): ContractRequest {
    const { apiKey } = this;
    if (apiKey === undefined) return request;
    const own = Object.entries(request.headers).map(([name, value]) => [
      name,
      value.replace(PLACEHOLDER_KEYS[0], apiKey),
    ]);
    const added = profile === 'keys' ? {} : { 'api-key': apiKey };
    return { ...request, headers: { ...added, ...Object.fromEntries(own) } };
  }

  /**
   * Where the embedded core is stricter on purpose, a foreign one may be either. The list of versions
   * grows with every release, so only its members of today are demanded.
   */
  expected(testCase: ContractCase, status: number | undefined): ExpectedAnswer {
    const { id, expect, embedded } = testCase;
    if (id === 'apiversion.ok') return { ...expect, bodyShape: { versions: VERSIONS_OF_TODAY } };
    return embedded !== undefined && embedded.status === status ? embedded : expect;
  }

  whyNotApplicable({ id, profile, request }: ContractCase): string | undefined {
    if (id === 'app.create.no-license') return 'it would create an app on a licensed core';
    if (id === 'apiversion.unknown-app') return 'the app may exist on this core';
    if (profile === 'openWithAppM2mAuth') return 'the app may not exist on this core';
    if (profile === 'keys' && this.apiKey === undefined) return 'no API key was given';
    if (new URL(this.base).pathname !== '/' && request.path.startsWith('/appid-')) {
      return 'the URI names an app already';
    }
    return undefined;
  }
}
