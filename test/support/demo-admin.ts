import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemoSystem, Name } from './demo-system.js';

/** Revokes something at a demo's auth-server; rejects when it is refused. */
export async function revoke(demo: DemoSystem, what: object): Promise<{ readonly id: string }> {
  const answer = await administer(demo, 'POST', '', { ...what, reason: 'a drill' });
  if (answer.status !== 201) throw new Error(await answer.text());
  return (await answer.json()) as { readonly id: string };
}

/** Lifts a revocation; rejects when it is refused. */
export async function lift(demo: DemoSystem, id: string): Promise<void> {
  const answer = await administer(demo, 'DELETE', `/${id}`);
  if (answer.status !== 204) throw new Error(await answer.text());
}

async function administer(
  demo: DemoSystem,
  method: string,
  path: string,
  body?: object,
): Promise<Response> {
  const token = await readFile(join(demo.home, 'admin-token'), 'utf8');
  return fetch(demo.url('auth-server', `/admin/revocations${path}`), {
    method,
    headers: {
      authorization: `Bearer ${token.trim()}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

/** What `/accesstoken` answers to a caller of the demo. */
export interface TokenAnswer {
  readonly accessToken?: string;
  readonly code?: string;
}

/** Asks for a token with the credential that the demo made for the caller. */
export async function requestToken(
  demo: DemoSystem,
  caller: Name,
  target: Name,
): Promise<readonly [status: number, answer: TokenAnswer]> {
  const file = join(demo.home, 'credentials', `${caller}.jwt`);
  const credential = (await readFile(file, 'utf8')).trim();
  const answer = await fetch(demo.url('auth-server', '/accesstoken'), {
    method: 'POST',
    headers: { authorization: `Bearer ${credential}`, 'content-type': 'application/json' },
    body: JSON.stringify({ target }),
  });
  return [answer.status, (await answer.json()) as TokenAnswer];
}
