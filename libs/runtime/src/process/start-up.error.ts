/** Exit codes of every process of this project. */
export const EXIT_CODE = { ok: 0, failed: 1, usage: 2 } as const;

/**
 * The configuration or the command line is wrong, and the process must not start (exit code 2).
 *
 * Every problem is reported at once, each as a sentence that names the setting and the repair.
 */
export class StartUpError extends Error {
  readonly code = 'M2M_CONFIGURATION_INVALID';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'StartUpError';
  }
}
