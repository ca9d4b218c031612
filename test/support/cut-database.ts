import type { Queries } from '../../apps/auth-server/src/database/database-connection.js';
import type { Database } from '../../apps/auth-server/src/database/database.js';
import { DatabaseUnavailable } from '../../apps/auth-server/src/database/database.errors.js';

/** A database behind a cable that a test pulls: no work arrives, or its answer never does. */
export class CutDatabase implements Pick<Database, 'transaction'> {
  /** While true, no work arrives. */
  isCut = false;
  /** Of so many transactions the commit arrives, but not the answer to it. */
  answersLost = 0;
  /** Thrown by every transaction while set. */
  refusal: Error | undefined;
  attempts = 0;

  constructor(private readonly database: Database) {}

  async transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    this.attempts += 1;
    if (this.isCut) throw new DatabaseUnavailable();
    if (this.refusal !== undefined) throw this.refusal;
    const result = await this.database.transaction(work);
    if (this.answersLost > 0) {
      this.answersLost -= 1;
      throw new DatabaseUnavailable();
    }
    return result;
  }
}
