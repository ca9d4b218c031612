/**
 * `open` nothing · `again` nothing, a second time: how far it differs from `open` is the noise ·
 * `header` only reads the header · `m2m` this library · `m2m-caller` with `@Caller()` · `stock`
 * AuthGuard + passport-jwt + jwks-rsa · `jose` createRemoteJWKSet · `bearer`
 * express-oauth2-jwt-bearer.
 */
export type GuardName =
  'open' | 'again' | 'header' | 'm2m' | 'm2m-caller' | 'stock' | 'jose' | 'bearer';

export type ServerName = 'fastify' | 'express' | 'plain-express';

/** A route behind a guard, asked with so many different tokens in turn. */
export interface Subject {
  readonly server: ServerName;
  readonly guard: GuardName;
  readonly tokens: number;
}

/** What a server under test is told: which guards it has, each at a route of its own. */
export interface ServerInput {
  readonly server: ServerName;
  readonly guards: readonly GuardName[];
  readonly jwksUri: string;
}

/** A short name for a subject. */
export function labelOf({ server, guard, tokens }: Subject): string {
  return `${server} ${guard} ${tokens}`;
}

/**
 * All that is measured, by process. What is compared closely shares a process: two processes of one
 * program differ by more than a guard costs. What costs ten times as much keeps out of their heap.
 */
export const PROCESSES: readonly (readonly Subject[])[] = [
  [
    ...on('fastify', 'open', 1, 100, 1000),
    ...on('fastify', 'again', 1, 1000),
    ...on('fastify', 'header', 1, 1000),
    ...on('fastify', 'm2m', 1, 100, 1000),
    ...on('fastify', 'm2m-caller', 1),
  ],
  on('fastify', 'jose', 1, 1000),
  on('fastify', 'stock', 1, 1000),
  [
    ...on('express', 'open', 1, 1000),
    ...on('express', 'again', 1),
    ...on('express', 'm2m', 1, 1000),
  ],
  on('express', 'jose', 1),
  on('express', 'stock', 1, 1000),
  [...on('plain-express', 'open', 1), ...on('plain-express', 'bearer', 1)],
];

function on(
  server: ServerName,
  guard: GuardName,
  ...tokens: readonly number[]
): readonly Subject[] {
  return tokens.map((count) => ({ server, guard, tokens: count }));
}
