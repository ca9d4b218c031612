/** One use of a credential, as it is written down: never at which target. */
export interface CredentialUse {
  /** The id of its record, or undefined when it has none. */
  readonly credentialId: string | undefined;
  readonly microserviceId: string;
  /** The id of the record, or what a token without one is known by. */
  readonly key: string;
  readonly usedAtMs: number;
  readonly expiresAt: Date | undefined;
}

/** A use together with its day of UTC: `2026-01-31`. */
export type DatedUse = CredentialUse & { readonly day: string };

const DAY_MS = 24 * 3600 * 1000;

/** Days since the epoch, in UTC. */
export function dayNumber(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

/** The use with the day that stands in the database. */
export function dated(use: CredentialUse): DatedUse {
  return { ...use, day: new Date(use.usedAtMs).toISOString().slice(0, 10) };
}
