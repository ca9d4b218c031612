import type { BeforeApplicationShutdown } from '@nestjs/common';
import type { Database } from '../database/database.js';
import { WriteBehind } from '../database/write-behind.js';
import { writeSightings, type CredentialSighting } from './write-sightings.js';

/** Writes down when each process of a microservice used which credential last; in batches. */
export class CredentialSightings implements BeforeApplicationShutdown {
  private readonly behind: WriteBehind<CredentialSighting>;

  constructor(database: Database, intervalMs = 1000) {
    this.behind = new WriteBehind(
      (batch) => database.transaction((queries) => writeSightings(queries, batch)),
      intervalMs,
    );
  }

  /** Takes a sighting; costs a look-up in memory. */
  note(sighting: CredentialSighting): void {
    const { microserviceId, credential, replica } = sighting;
    this.behind.put(`${microserviceId} ${credential} ${replica}`, sighting);
  }

  /** Writes what waits; never rejects. */
  flush(): Promise<void> {
    return this.behind.flush();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.behind.close();
  }
}
