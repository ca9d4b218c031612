import type { Revocation } from '../../apps/auth-server/src/revocations/revocation.js';

/** A revocation in force of `m1`, of the edge `m1>m2`, or of `kid:d-1` or `jti:one`. */
export function revocationOf(what: string, traits: Partial<Revocation> = {}): Revocation {
  const [, kind, id] = /^(kid|jti):(.+)$/.exec(what) ?? [];
  const [subject = '', target] = what.split('>');
  return {
    id: what,
    kind: (kind as 'kid' | 'jti' | undefined) ?? (target === undefined ? 'microservice' : 'edge'),
    subject: id ?? subject,
    target,
    notBefore: undefined,
    expiresAt: undefined,
    reason: 'a test',
    actor: 'spec',
    createdAt: new Date(0),
    ...traits,
  };
}
