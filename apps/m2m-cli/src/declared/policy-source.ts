import { parse } from 'yaml';
import type { Context } from '../command-line/context.js';
import { CliError } from '../output/cli.errors.js';
import { readDocumentFile } from '../policy/document-file.js';
import type { PolicyBody } from '../policy/policy-body.js';

/** The option that says which policy a command looks at. */
export const POLICY_OPTION = {
  type: 'string',
  requiresArg: true,
  describe: 'Policy document to use, not that of the auth-server',
} as const;

/** The policy of a file, or of the auth-server when none is named. Throws a CliError. */
export async function readPolicy(
  file: string | undefined,
  { client, out, stdin }: Pick<Context, 'client' | 'out' | 'stdin'>,
): Promise<PolicyBody> {
  if (file !== undefined) return policyIn(await readDocumentFile(file, stdin), file);
  return out.during('Reading the policy', client.json<PolicyBody>('readPolicy'));
}

/** What a document says, as far as it is a policy at all; `m2m policy lint` knows the rest. */
export function policyIn(text: string, file: string): PolicyBody {
  const {
    microservices,
    allow = {},
    groups = {},
  } = Object(documentIn(text, file)) as {
    readonly microservices?: unknown;
    readonly allow?: unknown;
    readonly groups?: unknown;
  };
  const entries = [...listsIn(allow), ...listsIn(groups)];
  if (!isMap(microservices) || !entries.every((list) => Array.isArray(list))) throw noPolicy(file);
  return { microservices, allow, groups } as PolicyBody;
}

function documentIn(text: string, file: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch (cause) {
    throw noPolicy(file, cause);
  }
}

function listsIn(value: unknown): readonly unknown[] {
  return isMap(value) ? Object.values(value) : [undefined];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function noPolicy(file: string, cause?: unknown): CliError {
  return new CliError(
    `${file} is no policy document.`,
    { code: 'M2M_CLI_NO_POLICY', hint: `See what is wrong with it: m2m policy lint ${file}` },
    { cause },
  );
}
