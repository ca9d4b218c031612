import { readFile } from 'node:fs/promises';
import { forMicroservice } from '../client/known-names.js';
import { command } from '../command-line/command.js';
import { durationSec } from '../command-line/duration.js';
import { CliError } from '../output/cli.errors.js';
import { intoFile, requireDestination, SECRET_OPTIONS } from '../output/secret-output.js';
import { secretOf, withoutSecret, type Credential } from './credential.js';

const KINDS = ['bootstrap', 'secret', 'public-key'] as const;

/** `m2m credential issue`: a new credential, beside those that are there. */
export const credentialIssue = command({
  command: 'issue <name>',
  describe: 'Make a credential for a microservice, beside those that it has',
  more: 'A bootstrap token or a secret is shown this once; a public key has nothing to hand over.',
  examples: [
    ['credential issue m1 --out m1.jwt', 'a bootstrap token for 90 days, in a file of mode 0600'],
    ['credential issue m1 --kind secret --label ci --expires-in 30d --show', 'a client secret'],
    ['credential issue m1 --kind public-key --jwks m1.jwks.json', 'a key that m1 signs with'],
  ],
  positionals: {
    name: { type: 'string', demandOption: true, describe: 'The microservice' },
  },
  options: {
    kind: { choices: KINDS, default: 'bootstrap', describe: 'How it proves who it is' },
    label: { type: 'string', requiresArg: true, describe: 'What it is for' },
    'expires-in': { type: 'string', requiresArg: true, describe: 'How long it lives: 90d, 12h' },
    forever: { type: 'boolean', describe: 'Let it live a hundred years' },
    jwks: { type: 'string', requiresArg: true, describe: 'File with the public keys, a JWK Set' },
    'jwks-uri': { type: 'string', requiresArg: true, describe: 'Where the public keys are' },
    ...SECRET_OPTIONS,
  },
  run: async (args, { client, out }) => {
    const { name, kind, out: file, show } = args;
    if (kind !== 'public-key') requireDestination(args);
    const json = await requestOf(args);
    const issue = () => client.json<Credential>('issueCredential', { parameters: { name }, json });
    const made = await out.during(
      `Making a credential for ${name}`,
      forMicroservice(client, name, () => intoFile(file, issue, secretOf)),
    );
    if (show === true && !out.isJson) out.write(secretOf(made));
    const shown =
      show === true ? made : { ...withoutSecret(made), ...(file !== undefined && { file }) };
    if (out.isJson) out.show(shown, () => '');
    else out.note(`Made ${made.id} for ${name}, which ends on ${made.expiresAt.slice(0, 10)}.`);
  },
});

interface IssueOptions {
  readonly kind: (typeof KINDS)[number];
  readonly label?: string | undefined;
  readonly 'expires-in'?: string | undefined;
  readonly forever?: boolean | undefined;
  readonly jwks?: string | undefined;
  readonly 'jwks-uri'?: string | undefined;
}

async function requestOf(options: IssueOptions): Promise<object> {
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
