import { CALLS, pathOf, type CallName } from './admin-calls.js';
import { Refusal } from './refusal.js';
import { jsonOf, membersOf, send, type Answer } from './send.js';

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
  /** Ends this call before its deadline. */
  readonly signal?: AbortSignal;
}

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
    return jsonOf(text, this.authServer) as T;
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
    const request = { method, headers, ...(body !== undefined && { body }) };
    const { signal: own, deadlineMs } = this.parts;
    const signal = details.signal === undefined ? own : AbortSignal.any([own, details.signal]);
    const response = await send(url, request, { authServer: this.authServer, signal, deadlineMs });
    if (response.status < 300) return response;
    throw new Refusal(response.status, membersOf(response.text));
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
