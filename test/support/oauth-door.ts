import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DemoSystem, type DemoSettings } from './demo-system.js';
import { exactRequest, type ExactAnswer } from './exact-request.js';

const FORM_TYPE = ['Content-Type', 'application/x-www-form-urlencoded'] as const;

/** One request to an OAuth endpoint; what is not said is as it should be. */
export interface OAuthAttempt {
  readonly path?: string;
  readonly method?: string;
  /** Parameters; undefined leaves one out that is sent otherwise. Text is sent as it is. */
  readonly form?: Readonly<Record<string, string | undefined>> | string;
  /** Replaces the credential in the header; null sends none. */
  readonly authorization?: string | null;
  /** Replaces the content type; names and values in turn. */
  readonly type?: readonly string[];
}

/** What the admin's route answers for a new credential. */
export interface NewCredential {
  readonly id: string;
  readonly secret: string;
}

/** The value of `Authorization` for a client and its secret (RFC 6749 §2.3.1). */
export function basic(clientId: string, secret: string): string {
  const text = [clientId, secret].map((part) => encodeURIComponent(part)).join(':');
  return `Basic ${Buffer.from(text).toString('base64')}`;
}

/** The OAuth endpoints of a real auth-server process, with a client secret of m1. */
export class OAuthDoor {
  secret = '';

  private constructor(
    readonly demo: DemoSystem,
    private readonly base: string,
    private readonly adminToken: string,
  ) {}

  /** @param base where the server is, when the settings have it listen elsewhere. */
  static async open(settings: DemoSettings = {}, base?: string): Promise<OAuthDoor> {
    const demo = await DemoSystem.start({ only: 'auth-server', ...settings });
    const adminToken = await readFile(join(demo.home, 'admin-token'), 'utf8');
    const door = new OAuthDoor(demo, base ?? demo.url('auth-server'), adminToken.trim());
    door.secret = (await door.addCredential('m1', { kind: 'secret' })).secret;
    return door;
  }

  close(): Promise<void> {
    return this.demo.stop();
  }

  url(path = ''): string {
    return `${this.base}${path}`;
  }

  /** The address under which the server believes that it is reached. */
  publicUrl(path: string): string {
    return `http://localhost:${new URL(this.url()).port}${path}`;
  }

  /** Speaks as the administrator. */
  async admin(method: string, path: string, body?: object): Promise<Response> {
    return fetch(this.url(`/admin${path}`), {
      method,
      headers: {
        authorization: `Bearer ${this.adminToken}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** Replaces the edges of the policy. */
  async allow(edges: Readonly<Record<string, readonly unknown[]>>): Promise<void> {
    const read = await this.admin('GET', '/policy');
    const document = (await read.json()) as object;
    const response = await fetch(this.url('/admin/policy'), {
      method: 'PUT',
      headers: {
        authorization: this.adminAuthorization,
        'content-type': 'application/json',
        'if-match': read.headers.get('etag') ?? '',
      },
      body: JSON.stringify({ ...document, allow: edges }),
    });
    if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  }

  get adminAuthorization(): string {
    return `Bearer ${this.adminToken}`;
  }

  async addCredential(name: string, body: object): Promise<NewCredential> {
    const response = await this.admin('POST', `/microservices/${name}/credentials`, body);
    if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as NewCredential;
  }

  send(attempt: OAuthAttempt = {}): Promise<ExactAnswer> {
    const { path = '/oauth/token', method = 'POST', type = FORM_TYPE, form = {} } = attempt;
    const { authorization = basic('m1', this.secret) } = attempt;
    return exactRequest(this.url(path), {
      method,
      headers: [...type, ...(authorization === null ? [] : ['Authorization', authorization])],
      ...(method === 'POST' && { body: typeof form === 'string' ? form : encode(form) }),
    });
  }

  /** Asks for a token of m1 for m2; what is given replaces or adds a parameter. */
  grant(form: Readonly<Record<string, string | undefined>> = {}, attempt: OAuthAttempt = {}) {
    return this.send({
      form: { grant_type: 'client_credentials', resource: 'm2', ...form },
      ...attempt,
    });
  }

  /** The next good request works, whatever came before it. */
  async expectStillGood(): Promise<void> {
    expect((await this.grant()).status).toBe(200);
  }
}

function encode(form: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(form).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [string, string]],
  );
  return new URLSearchParams(given).toString();
}

/**
 * A refusal as RFC 6749 §5.2 has it: a code, a harmless description, no cache; beside them only the
 * reason of a denial and its id, for a client that is authenticated.
 */
export function expectOAuthError(answer: ExactAnswer, status: number, error: string): void {
  const body = JSON.parse(answer.text) as Record<string, unknown>;
  expect([answer.status, body['error']]).toEqual([status, error]);
  const { error: _code, error_description: _text, ...more } = body;
  const isDenial = more['decision_id'] !== undefined;
  expect(Object.keys(more)).toEqual(isDenial ? ['reason', 'decision_id'] : []);
  if (isDenial) expect(error).toMatch(/^(invalid_(target|scope)|unauthorized_client)$/);
  expect(body['error_description']).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
  expect(answer.headers).toMatchObject({
    'cache-control': 'no-store',
    pragma: 'no-cache',
    'content-type': expect.stringMatching(/^application\/json/),
  });
  if (status === 401) expect(answer.headers['www-authenticate']).toMatch(/^Basic realm="/);
}

/** The members of a good answer. */
export function tokenOf(answer: ExactAnswer): Record<string, unknown> & { access_token: string } {
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  return JSON.parse(answer.text) as Record<string, unknown> & { access_token: string };
}
