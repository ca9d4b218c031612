/** What the application tells the admin room. */
export interface AdminOptions {
  /** Folder of local state: the token is made in `<home>/admin-token` when none is given. */
  readonly home: string;
  /** The admin token, of at least 32 characters; nothing is written to disk then. */
  readonly token?: string | undefined;
  /** How often the version of the tokens is looked up, in milliseconds. Default 2000. */
  readonly pollIntervalMs?: number;
}
