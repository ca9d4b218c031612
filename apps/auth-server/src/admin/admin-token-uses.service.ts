import type { BeforeApplicationShutdown } from '@nestjs/common';
import type { Database } from '../database/database.js';
import { WriteBehind } from '../database/write-behind.js';
import type { AdminTokenUse } from './admin-token-record.js';
import { writeAdminTokenUses } from './admin-token-store.js';

/** Writes down on which day an admin token was last used: once a day each, in batches. */
export class AdminTokenUses implements BeforeApplicationShutdown {
  private readonly behind: WriteBehind<AdminTokenUse>;
  private readonly noted = new Map<string, string>();

  constructor(database: Database, intervalMs = 1000) {
    this.behind = new WriteBehind(
      (batch) => database.transaction((queries) => writeAdminTokenUses(queries, batch)),
      intervalMs,
    );
  }

  /** Takes a use; costs a look-up in memory. */
  note(use: AdminTokenUse): void {
    if (this.noted.get(use.id) === use.day) return;
    this.noted.set(use.id, use.day);
    this.behind.put(use.id, use);
  }

  /** Writes what waits; never rejects. */
  flush(): Promise<void> {
    return this.behind.flush();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.behind.close();
  }
}
