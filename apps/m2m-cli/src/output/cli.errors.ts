import { EXIT, type ExitCode } from './exit-codes.js';

/** What a person is told beside the sentence itself. */
export interface CliErrorDetails {
  readonly exitCode?: ExitCode;
  /** Stable code: the auth-server's own, or one of this command. */
  readonly code?: string;
  /** What to do; one line. */
  readonly hint?: string;
  /** Further lines, such as the problems of a document. */
  readonly details?: readonly string[];
}

/** An expected end of a command that is not a good one: a sentence, and no stack. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  readonly code: string;
  readonly hint: string | undefined;
  readonly details: readonly string[];

  constructor(message: string, details: CliErrorDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.exitCode = details.exitCode ?? EXIT.failed;
    this.code = details.code ?? 'M2M_CLI_FAILED';
    this.hint = details.hint;
    this.details = details.details ?? [];
  }
}

/** The command line cannot be understood. */
export class UsageError extends CliError {
  constructor(message: string, hint?: string) {
    super(message, {
      exitCode: EXIT.usage,
      code: 'M2M_CLI_USAGE',
      ...(hint !== undefined && { hint }),
    });
  }
}

/** Ctrl-C came before the command was through. */
export class Interrupted extends CliError {
  constructor(message = 'Stopped by Ctrl-C.', hint?: string) {
    super(message, {
      exitCode: EXIT.interrupted,
      code: 'M2M_CLI_INTERRUPTED',
      ...(hint !== undefined && { hint }),
    });
  }
}
