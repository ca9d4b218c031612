import { readFile } from 'node:fs/promises';
import { forMicroservice } from '../client/known-names.js';
import type { Context } from '../command-line/context.js';
import { durationSec } from '../command-line/duration.js';
import { CliError, UsageError } from '../output/cli.errors.js';
import { intoFile, requireDestination, SECRET_OPTIONS } from '../output/secret-output.js';
import { secretOf, withoutSecret, type Credential } from './credential.js';

const KINDS = ['bootstrap', 'secret', 'public-key'] as const;

/** The options of every command that makes a credential. */
export const MAKE_OPTIONS = {
  kind: { choices: KINDS, default: 'bootstrap', describe: 'How it proves who it is' },
  label: { type: 'string', requiresArg: true, describe: 'What it is for' },
  'expires-in': { type: 'string', requiresArg: true, describe: 'How long it lives: 90d, 12h' },
  forever: { type: 'boolean', describe: 'Let it live a hundred years' },
  jwks: { type: 'string', requiresArg: true, describe: 'File with the public keys, a JWK Set' },
  'jwks-uri': { type: 'string', requiresArg: true, describe: 'Where the public keys are' },
  ...SECRET_OPTIONS,
} as const;

/** What was said with {@link MAKE_OPTIONS}. */
export interface MakeOptions {
  readonly kind: string;
  readonly label?: string | undefined;
  readonly 'expires-in'?: string | undefined;
  readonly forever?: boolean | undefined;
  readonly jwks?: string | undefined;
  readonly 'jwks-uri'?: string | undefined;
  readonly out?: string | undefined;
  readonly show?: boolean | undefined;
  /** Whether the file of `out` may be there already. */
  readonly replace?: boolean | undefined;
}

/** Makes a credential and puts what it proves where it was told to; returns its record. */
export async function makeCredential(
  { client, out }: Context,
  name: string,
  options: MakeOptions,
): Promise<Credential> {
  const { kind, out: file, show, replace = false } = options;
  if (kind !== 'public-key') requireDestination(options);
  else if (file !== undefined) throw nothingToWrite();
  const json = await requestOf(options);
  const issue = () => client.json<Credential>('issueCredential', { parameters: { name }, json });
  const made = await out.during(
    `Making a credential for ${name}`,
    forMicroservice(client, name, () => intoFile({ file, replace }, issue, secretOf)),
  );
  if (show === true && !out.isJson) out.write(secretOf(made));
  const isShown = show === true && out.isJson;
  return {
    ...(isShown ? made : withoutSecret(made)),
    ...(file !== undefined && { file }),
  };
}

function nothingToWrite(): UsageError {
  return new UsageError(
    'A public key has no secret that a file could hold.',
    'Leave --out away: the private key stays where it was made.',
  );
}

async function requestOf(options: MakeOptions): Promise<object> {
  const { kind, label, forever, jwks, 'expires-in': lifetime, 'jwks-uri': uri } = options;
  return {
    kind: kind === 'public-key' ? 'public_key' : kind,
    ...(label !== undefined && { label }),
    ...(lifetime !== undefined && { expiresInSec: durationSec(lifetime, 'expires-in') }),
    ...(forever === true && { forever }),
    ...(jwks !== undefined && { jwks: await readKeys(jwks) }),
    ...(uri !== undefined && { jwks_uri: uri }),
  };
}

async function readKeys(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new CliError(`${file} is no JWK Set.`, { hint: '{"keys":[…]}, public keys.' }, { cause });
  }
}
