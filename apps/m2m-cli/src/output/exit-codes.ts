/** How the command ends; documented in docs/cli.md, so a number never changes its meaning. */
export const EXIT = {
  /** Done. */
  ok: 0,
  /** The auth-server refused, or something went wrong here. */
  failed: 1,
  /** The command line cannot be understood. */
  usage: 2,
  /** A plan would refuse calls that really happened, or a check found drift. */
  drift: 3,
  /** No admin token, a wrong one, or one whose role does not suffice. */
  notAllowed: 4,
  /** The auth-server cannot be reached, or cannot answer right now. */
  unreachable: 5,
  /** Ended by Ctrl-C. */
  interrupted: 130,
} as const;

/** One of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
