import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a core answers; see `conventions` in `cdi-contract.json` for the patterns. */
export interface ExpectedAnswer {
  readonly status: number;
  readonly contentType?: string;
  readonly bodyText?: string;
  readonly bodyEndsWithNewline?: boolean;
  readonly bodyShape?: Readonly<Record<string, unknown>>;
  readonly noOtherFields?: boolean;
  readonly fieldOrderOfJwk?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly headersAbsent?: readonly string[];
  readonly jwt?: ExpectedJwt;
}

export interface ExpectedJwt {
  readonly header: Readonly<Record<string, string>>;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly payloadAbsent?: readonly string[];
  readonly payloadText?: readonly string[];
  readonly expMinusIat?: number;
}

export interface ContractRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly rawBody?: string;
}

export type ContractProfile = 'open' | 'keys' | 'openWithAppM2mAuth';

export interface ContractCase {
  readonly id: string;
  readonly profile: ContractProfile;
  readonly request: ContractRequest;
  readonly expect: ExpectedAnswer;
  readonly quirk?: boolean;
  readonly embedded?: ExpectedAnswer;
  readonly disjointFromDefaultApp?: boolean;
}

/** Every case of the core's HTTP contract. */
export const contractCases = (
  JSON.parse(readFileSync(join(import.meta.dirname, 'cdi-contract.json'), 'utf8')) as {
    readonly cases: readonly ContractCase[];
  }
).cases;
