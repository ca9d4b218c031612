/** Where the database lives. Rooms never read the environment; the application passes this. */
export interface DatabaseOptions {
  /** Folder of local state, made with mode 0700; the embedded database lives in `<home>/data`. */
  readonly home: string;
  /** A PostgreSQL connection string (15 or newer). Unset: the embedded database in {@link home}. */
  readonly databaseUrl?: string | undefined;
  /**
   * An embedded database that lives in memory and ends with the process; for specs. A function gives
   * the dump of the database that it begins as. Default false.
   */
  readonly memory?: boolean | (() => Promise<Blob>);
  /** Most connections of the PostgreSQL pool. Default 10. */
  readonly poolSize?: number;
  /** How long to wait for a connection, in milliseconds. Default 2000. */
  readonly acquireTimeoutMs?: number;
  /** How long one statement may take, in milliseconds. Default 5000. */
  readonly statementTimeoutMs?: number;
}
