import type { BeforeApplicationShutdown } from '@nestjs/common';
import type { Database } from '../database/database.js';
import { dated, dayNumber, type CredentialUse, type DatedUse } from './credential-use.js';
import { WriteBehind } from '../database/write-behind.js';
import { writeUses } from './write-uses.js';

/** Credentials that are noted on one day at most; beyond that they are found again the next day. */
const MOST_NOTED = 10_000;

/** Writes down on which day a credential was last used: once a day each, in batches. */
export class CredentialUses implements BeforeApplicationShutdown {
  private readonly behind: WriteBehind<DatedUse>;
  /** What was taken today already, by microservice. */
  private noted = new Map<string, Set<string>>();
  private notedCount = 0;
  private day = 0;

  constructor(database: Database, intervalMs = 1000) {
    this.behind = new WriteBehind(
      (batch) => database.transaction((queries) => writeUses(queries, batch)),
      intervalMs,
    );
  }

  /** Takes a use; costs a look-up in memory. */
  note(use: CredentialUse): void {
    this.beginDay(dayNumber(use.usedAtMs));
    const noted = this.noted.get(use.microserviceId);
    if (noted?.has(use.key) === true || this.notedCount >= MOST_NOTED) return;
    if (noted === undefined) this.noted.set(use.microserviceId, new Set([use.key]));
    else noted.add(use.key);
    this.notedCount += 1;
    const fresh = dated(use);
    this.behind.put(`${fresh.day} ${use.microserviceId} ${use.key}`, fresh);
  }

  /** Writes what waits; never rejects. */
  flush(): Promise<void> {
    return this.behind.flush();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.behind.close();
  }

  private beginDay(day: number): void {
    if (day === this.day) return;
    this.day = day;
    this.noted = new Map();
    this.notedCount = 0;
  }
}
