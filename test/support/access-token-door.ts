import { mintAtCore, type MintSettings } from './mint-at-core.js';
import { DemoSystem } from './demo-system.js';
import { exactRequest, type ExactAnswer } from './exact-request.js';

export const BOOTSTRAP_CLAIMS = { iss: 'auth-server', sub: 'm1', aud: 'auth-server' };
export const JSON_TYPE = ['Content-Type', 'application/json'] as const;
export const ASK_FOR_M2 = '{"target":"m2"}';

/** One request to `/accesstoken`; what is not said is as it should be. */
export interface Attempt {
  readonly token?: string;
  /** Names and values in turn; replaces the content type and the credential. */
  readonly headers?: readonly string[];
  readonly body?: string | Buffer;
  readonly method?: string;
  readonly query?: string;
}

/** `POST /accesstoken` of a real auth-server process, with a genuine credential of m1. */
export class AccessTokenDoor {
  private constructor(
    readonly demo: DemoSystem,
    readonly url: string,
    readonly credential: string,
  ) {}

  static async open(): Promise<AccessTokenDoor> {
    const demo = await DemoSystem.start({ only: 'auth-server' });
    const credential = await mintAtCore(demo, BOOTSTRAP_CLAIMS);
    return new AccessTokenDoor(demo, demo.url('auth-server', '/accesstoken'), credential);
  }

  close(): Promise<void> {
    return this.demo.stop();
  }

  send(attempt: Attempt = {}): Promise<ExactAnswer> {
    const { token = this.credential, headers, body = ASK_FOR_M2, method, query = '' } = attempt;
    return exactRequest(`${this.url}${query}`, {
      headers: headers ?? [...JSON_TYPE, 'Authorization', `Bearer ${token}`],
      body,
      ...(method !== undefined && { method }),
    });
  }

  /** Asks for a token for any value as the target. */
  target(value: unknown): Promise<ExactAnswer> {
    return this.send({ body: JSON.stringify({ target: value }) });
  }

  /** A credential with other claims under a genuine signature. */
  mint(claims: object, settings?: MintSettings): Promise<string> {
    return mintAtCore(this.demo, { ...claims }, settings);
  }

  /** The next good request works, whatever came before it. */
  async expectStillGood(): Promise<void> {
    expect((await this.send()).status).toBe(200);
  }
}

/** A refusal has a status, a stable code, no token, and no stack. */
export function expectRefusal(answer: ExactAnswer, status: number, code?: string): void {
  expect(answer.status).toBe(status);
  expect(JSON.parse(answer.text)).toMatchObject({
    statusCode: status,
    code: code ?? expect.stringMatching(/^M2M_/),
  });
  expect(answer.headers['cache-control']).toBe('no-store');
  if (status === 401) expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm=/);
  expect(answer.text).not.toMatch(/accessToken|at .*\.js:/);
}
