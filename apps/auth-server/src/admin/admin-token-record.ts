import type { AdminActor } from './admin-actor.js';

/** The record of one admin token; the token is not in it. */
export interface AdminTokenRecord extends AdminActor {
  /** SHA-256 of the token. */
  readonly hash: Buffer;
  readonly createdAt: Date;
  /** Who made it. */
  readonly createdBy: string;
  readonly expiresAt: Date;
  readonly revokedAt: Date | undefined;
  /** The day (UTC) of the latest use, as last written. */
  readonly lastUsedOn: string | undefined;
}

/** The admin tokens that counted at one moment; it never changes. */
export class AdminTokenSnapshot {
  private readonly byId: ReadonlyMap<string, AdminTokenRecord>;

  constructor(
    readonly version: number,
    records: readonly AdminTokenRecord[],
  ) {
    this.byId = new Map(records.map((record) => [record.id, record]));
  }

  /** The record with this id; it may have expired since. */
  find(id: string): AdminTokenRecord | undefined {
    return this.byId.get(id);
  }
}

/** Whether a token still counts at this moment. */
export function isLive({ revokedAt, expiresAt }: AdminTokenRecord, nowMs: number): boolean {
  return revokedAt === undefined && nowMs < expiresAt.getTime();
}

/** One use of an admin token, of which only the day is kept. */
export interface AdminTokenUse {
  readonly id: string;
  /** Day of UTC: `2026-01-31`. */
  readonly day: string;
}
