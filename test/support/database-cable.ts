import type { DatabaseConnection } from '../../apps/auth-server/src/database/database-connection.js';
import type { Database } from '../../apps/auth-server/src/database/database.js';

/** A way to the same tables that can be cut, and that can keep notices to itself. */
export class DatabaseCable implements DatabaseConnection {
  readonly kind = 'postgres';
  isCut = false;
  isDeaf = false;
  reads = 0;
  polls = 0;

  constructor(private readonly database: Database) {}

  run: DatabaseConnection['run'] = (work) => {
    this.polls++;
    return this.through(() => this.database.run(work));
  };

  transaction: DatabaseConnection['transaction'] = (work) => {
    this.reads++;
    return this.through(() => this.database.transaction(work));
  };

  listen: DatabaseConnection['listen'] = (channel, listener) =>
    this.database.listen(channel, (payload) => (this.isDeaf ? undefined : listener(payload)));

  migrate = (): Promise<void> => Promise.resolve();
  close = (): Promise<void> => Promise.resolve();

  private async through<T>(work: () => Promise<T>): Promise<T> {
    if (this.isCut) throw Object.assign(new Error('cut'), { code: 'ECONNREFUSED' });
    return work();
  }
}
