import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemoSystem } from '../support/demo-system.js';

/** What an administrator does over HTTP before microservices in other languages can take part. */
export class AdminClient {
  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  static async of(demo: DemoSystem): Promise<AdminClient> {
    const token = await readFile(join(demo.home, 'admin-token'), 'utf8');
    return new AdminClient(demo.url('auth-server', '/admin'), token.trim());
  }

  /** Replaces the whole policy. */
  async replacePolicy(policy: object): Promise<void> {
    const { headers } = await this.request('GET', '/policy');
    await this.request('PUT', '/policy', policy, { 'if-match': headers.get('etag') ?? '' });
  }

  /** A new client secret. */
  async issueSecret(name: string): Promise<string> {
    const path = `/microservices/${name}/credentials`;
    const answer = await this.request('POST', path, { kind: 'secret' });
    const { secret } = (await answer.json()) as { secret: string };
    return secret;
  }

  private async request(
    method: string,
    path: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }
}
