import { CliError, Interrupted } from '../output/cli.errors.js';
import { EXIT } from '../output/exit-codes.js';
import { readBody } from './read-body.js';

/** An answer, whatever its status. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Whom a request goes to, and how long. */
export interface SendLimits {
  /** Base URL, for what a person is told. */
  readonly authServer: string;
  /** Ends what is under way when Ctrl-C comes. */
  readonly signal: AbortSignal;
  /** 10 seconds by default. */
  readonly deadlineMs?: number | undefined;
}

const DEADLINE_MS = 10_000;

/** One request to the auth-server, within a deadline. Throws a CliError. */
export async function send(
  url: string,
  request: RequestInit,
  { authServer, signal, deadlineMs = DEADLINE_MS }: SendLimits,
): Promise<Answer> {
  const deadline = AbortSignal.timeout(deadlineMs);
  const ends = AbortSignal.any([deadline, signal]);
  try {
    // A redirect would take the credential somewhere else.
    const response = await fetch(url, { ...request, signal: ends, redirect: 'manual' });
    return { status: response.status, headers: response.headers, text: await readBody(response) };
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    if (signal.aborted) throw new Interrupted();
    throw unreachable(authServer, deadline.aborted, cause);
  }
}

/** The JSON of an answer. Throws a CliError. */
export function jsonOf(text: string, authServer: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CliError(
      `What answers at ${authServer} is no auth-server: it sends no JSON.`,
      {
        code: 'M2M_CLI_NO_AUTH_SERVER',
        hint: 'Name the right one: --auth-server or M2M_AUTH_SERVER.',
      },
      { cause },
    );
  }
}

/** The members of the body of a refusal; none when it is no JSON object. */
export function membersOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? { ...body } : {};
  } catch {
    return {};
  }
}

function unreachable(authServer: string, isLate: boolean, cause: unknown): CliError {
  return new CliError(
    isLate
      ? `The auth-server at ${authServer} did not answer in time.`
      : `No auth-server can be reached at ${authServer}.`,
    {
      exitCode: EXIT.unreachable,
      code: 'M2M_CLI_UNREACHABLE',
      hint: 'Start one with "npx m2m up", or name another one: --auth-server or M2M_AUTH_SERVER.',
    },
    { cause },
  );
}
