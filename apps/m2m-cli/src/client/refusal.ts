import { CliError } from '../output/cli.errors.js';
import { ADMIN_TOKEN_REPAIR } from './admin-token.js';
import { EXIT, type ExitCode } from '../output/exit-codes.js';

/** An answer of the auth-server that is not a good one. */
export class Refusal extends CliError {
  constructor(
    readonly status: number,
    /** The members of the body; empty when it is no JSON object. */
    readonly body: Readonly<Record<string, unknown>>,
    /** What to do; by default, what an administrator does. */
    hint: string | undefined = hintOf(status),
  ) {
    super(messageOf(status, body), {
      exitCode: exitCodeOf(status),
      code: typeof body['code'] === 'string' ? body['code'] : `M2M_CLI_HTTP_${status}`,
      details: [...problemsOf(body), ...conflictsOf(body)],
      ...(hint !== undefined && { hint }),
    });
  }
}

function messageOf(status: number, { message }: Readonly<Record<string, unknown>>): string {
  if (typeof message === 'string' && message !== '') return message;
  return `The auth-server answered ${status}.`;
}

function exitCodeOf(status: number): ExitCode {
  if (status === 401 || status === 403) return EXIT.notAllowed;
  return status === 502 || status === 503 || status === 504 ? EXIT.unreachable : EXIT.failed;
}

function hintOf(status: number): string | undefined {
  if (status === 401) return ADMIN_TOKEN_REPAIR;
  return status === 503 || status === 429 ? 'Try again in a few seconds.' : undefined;
}

interface Problem {
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

/** The problems of a document, one a line, as editors and terminals link them. */
function problemsOf({ problems }: Readonly<Record<string, unknown>>): readonly string[] {
  if (!Array.isArray(problems)) return [];
  return (problems as readonly Problem[]).map(problemLine);
}

/** Where in a document something is wrong, and what. */
export function problemLine({ line, column, message }: Problem): string {
  return line === undefined ? message : `${line}:${column ?? 1} ${message}`;
}

interface Conflict {
  readonly name: string;
  readonly yours: { readonly change: string };
  readonly theirs: { readonly change: string };
}

/** What two people have changed, each in another way, one a line. */
function conflictsOf({ conflicts }: Readonly<Record<string, unknown>>): readonly string[] {
  if (!Array.isArray(conflicts)) return [];
  return (conflicts as readonly Conflict[]).map(
    ({ name, yours, theirs }) => `${name}: ${yours.change} by you, ${theirs.change} by another`,
  );
}
