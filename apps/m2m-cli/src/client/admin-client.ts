import { CliError, Interrupted } from '../output/cli.errors.js';
import { EXIT } from '../output/exit-codes.js';
import { CALLS, pathOf, type CallName } from './admin-calls.js';
import { readBody } from './read-body.js';
import { Refusal } from './refusal.js';

/** What an {@link AdminClient} is made of. */
export interface AdminClientParts {
  /** Base URL, without a trailing slash. */
  readonly authServer: string;
  /** Asked once, when the first call is made. */
  readonly token: () => Promise<string>;
  /** Ends what is under way when Ctrl-C comes. */
  readonly signal: AbortSignal;
  readonly deadlineMs?: number;
}

/** What a call says beside its name. */
export interface CallDetails {
  readonly parameters?: Readonly<Record<string, string>>;
  /** Members that are undefined are left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as a policy document, YAML or JSON. */
  readonly document?: string;
}

/** A good answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const DEADLINE_MS = 10_000;

/** Calls the auth-server's routes for administrators, each within a deadline. */
export class AdminClient {
  private tokenRead: Promise<string> | undefined;

  constructor(private readonly parts: AdminClientParts) {}

  get authServer(): string {
    return this.parts.authServer;
  }

  /** Calls a route and reads its JSON. Throws a CliError. */
  async json<T>(name: CallName, details: CallDetails = {}): Promise<T> {
    const { text } = await this.call(name, details);
    return parse(text, this.authServer) as T;
  }

  /** Calls a route. Throws a CliError: {@link Refusal} when the auth-server said no. */
  async call(name: CallName, details: CallDetails = {}): Promise<Answer> {
    this.tokenRead ??= this.parts.token();
    const token = await this.tokenRead;
    const { method, path } = CALLS[name];
    const headers: Record<string, string> = {
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      ...contentType(details),
      ...details.headers,
    };
    const url = `${this.authServer}${pathOf(path, details.parameters ?? {})}${queryOf(details)}`;
    const body =
      details.document ?? (details.json === undefined ? undefined : JSON.stringify(details.json));
    const response = await this.send(url, { method, headers, ...(body !== undefined && { body }) });
    if (response.status < 300) return response;
    throw new Refusal(response.status, membersOf(response.text));
  }

  private async send(url: string, request: RequestInit): Promise<Answer> {
    const deadline = AbortSignal.timeout(this.parts.deadlineMs ?? DEADLINE_MS);
    const signal = AbortSignal.any([deadline, this.parts.signal]);
    try {
      // A redirect would take the admin token somewhere else.
      const response = await fetch(url, { ...request, signal, redirect: 'manual' });
      return { status: response.status, headers: response.headers, text: await readBody(response) };
    } catch (cause) {
      if (cause instanceof CliError) throw cause;
      if (this.parts.signal.aborted) throw new Interrupted();
      throw unreachable(this.authServer, deadline.aborted, cause);
    }
  }
}

function contentType({ json, document }: CallDetails): Record<string, string> {
  if (document !== undefined) return { 'content-type': 'application/yaml' };
  return json === undefined ? {} : { 'content-type': 'application/json' };
}

function queryOf({ query = {} }: CallDetails): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.size === 0 ? '' : `?${search.toString()}`;
}

function membersOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? { ...body } : {};
  } catch {
    return {};
  }
}

function parse(text: string, authServer: string): unknown {
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
