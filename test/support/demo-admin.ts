import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemoSystem, Name } from './demo-system.js';

/** Revokes something at a demo's auth-server; rejects when it is refused. */
export async function revoke(demo: DemoSystem, what: object): Promise<{ readonly id: string }> {
  const answer = await administer(demo, 'POST', '/revocations', { ...what, reason: 'a drill' });
  if (answer.status !== 201) throw new Error(await answer.text());
  return (await answer.json()) as { readonly id: string };
}

/** Lifts a revocation; rejects when it is refused. */
export async function lift(demo: DemoSystem, id: string): Promise<void> {
  const answer = await administer(demo, 'DELETE', `/revocations/${id}`);
  if (answer.status !== 204) throw new Error(await answer.text());
}

interface PolicyDocument {
  readonly microservices: Readonly<Record<string, unknown>>;
  readonly allow: Readonly<Record<string, readonly (string | { readonly target: string })[]>>;
}

/** Deletes a microservice and gives its name, with all of its edges, to another one. */
export async function reassign(demo: DemoSystem, name: string): Promise<void> {
  const read = await administer(demo, 'GET', '/policy');
  const policy = (await read.json()) as PolicyDocument;
  const { [name]: _itself, ...microservices } = policy.microservices;
  const { [name]: _edges, ...others } = policy.allow;
  const allow = Object.entries(others).map(
    ([caller, targets]) => [caller, targets.filter((target) => nameOf(target) !== name)] as const,
  );
  const without = { ...policy, microservices, allow: Object.fromEntries(allow) };
  const gone = await replace(demo, without, read.headers.get('etag'));
  await replace(demo, policy, gone.headers.get('etag'));
}

const nameOf = (target: string | { readonly target: string }): string =>
  typeof target === 'string' ? target : target.target;

async function replace(demo: DemoSystem, policy: object, etag: string | null): Promise<Response> {
  const answer = await administer(demo, 'PUT', '/policy', policy, { 'if-match': etag ?? '' });
  if (answer.status !== 200) throw new Error(await answer.text());
  return answer;
}

/** One request to the administration of a demo's auth-server. */
export async function administer(
  demo: DemoSystem,
  method: string,
  path: string,
  body?: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const token = await readFile(join(demo.home, 'admin-token'), 'utf8');
  return fetch(demo.url('auth-server', `/admin${path}`), {
    method,
    headers: {
      authorization: `Bearer ${token.trim()}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
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
