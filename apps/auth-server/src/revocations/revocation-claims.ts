import { REVOCATIONS_TOKEN_USE } from '@app/m2m';
import type { Revocation } from './revocation.js';
import type { RevocationSnapshot } from './revocation-snapshot.js';

/** The claims of the signed document, before the core adds `iat` and `exp`. No reason, no actor. */
export function revocationClaims(
  issuer: string,
  { version, entries }: RevocationSnapshot,
): Readonly<Record<string, unknown>> {
  return {
    iss: issuer,
    token_use: REVOCATIONS_TOKEN_USE,
    version,
    entries: entries.map(claimOf),
  };
}

function claimOf(entry: Revocation): Readonly<Record<string, unknown>> {
  const { notBefore } = entry;
  return {
    ...subjectOf(entry),
    ...(notBefore !== undefined && { not_before: Math.ceil(notBefore.getTime() / 1000) }),
  };
}

/** What is revoked, as the document and the admin's routes name it. */
export function subjectOf({
  kind,
  subject,
  target,
}: Pick<Revocation, 'kind' | 'subject' | 'target'>): Readonly<Record<string, unknown>> {
  return kind === 'edge' ? { edge: { caller: subject, target } } : { [kind]: subject };
}
