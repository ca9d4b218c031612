/**
 * Where a key set comes from. Resolves with a JWK Set document (RFC 7517 §5), not yet judged;
 * rejects when none can be had. Must settle on its own within a few seconds.
 */
export type KeySource = () => Promise<unknown>;
