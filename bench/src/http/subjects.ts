/** A way to protect a route, on one kind of server. */
export interface Subject {
  readonly server: 'fastify' | 'express' | 'plain-express';
  readonly guard: GuardName;
  /** How many different tokens are sent in turn. */
  readonly tokens: number;
}

export const GUARDS = ['open', 'header', 'm2m', 'm2m-caller', 'stock', 'jose', 'bearer'] as const;

/**
 * `open` nothing · `header` only reads the header · `m2m` this library · `m2m-caller` with
 * `@Caller()` · `stock` AuthGuard + passport-jwt + jwks-rsa · `jose` createRemoteJWKSet ·
 * `bearer` express-oauth2-jwt-bearer.
 */
export type GuardName = (typeof GUARDS)[number];

/** What a server under test is told. */
export interface ServerInput {
  readonly server: Subject['server'];
  readonly guard: GuardName;
  readonly jwksUri: string;
}

const on = (
  server: Subject['server'],
  guard: GuardName,
  ...tokens: readonly number[]
): readonly Subject[] => tokens.map((count) => ({ server, guard, tokens: count }));

/** Everything that is measured, in the order of one round. */
export const SUBJECTS: readonly Subject[] = [
  ...on('fastify', 'open', 1, 100, 1000),
  ...on('fastify', 'header', 1, 1000),
  ...on('fastify', 'm2m', 1, 100, 1000),
  ...on('fastify', 'm2m-caller', 1),
  ...on('fastify', 'jose', 1, 1000),
  ...on('fastify', 'stock', 1, 1000),
  ...on('express', 'open', 1, 1000),
  ...on('express', 'm2m', 1, 1000),
  ...on('express', 'jose', 1),
  ...on('express', 'stock', 1, 1000),
  ...on('plain-express', 'open', 1),
  ...on('plain-express', 'bearer', 1),
];
