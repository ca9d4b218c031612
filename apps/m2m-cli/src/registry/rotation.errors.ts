import { Refusal } from '../client/refusal.js';
import { CliError, Interrupted } from '../output/cli.errors.js';
import { EXIT } from '../output/exit-codes.js';

/** What a rotation is about. */
export interface Rotation {
  readonly name: string;
  readonly freshId: string;
  readonly quietMs: number;
  readonly graceMs: number;
  readonly timeoutMs: number;
}

/** Whether the auth-server may answer the same request better in a while. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof CliError)) return false;
  return error.exitCode === EXIT.unreachable || (error instanceof Refusal && error.status === 429);
}

/** An error that ended a rotation, with how to go on where going on helps. */
export function stopped(error: unknown, rotation: Rotation): unknown {
  if (error instanceof Interrupted) {
    const message = 'Stopped. Credentials that were not ended are still live.';
    return new Interrupted(message, goOn(rotation));
  }
  if (!(error instanceof Refusal) && !isPassing(error)) return error;
  const { message, exitCode, code, details, hint } = error as CliError;
  const said = hint === undefined ? details : [...details, hint];
  const more = { exitCode, code, details: said, hint: goOn(rotation) };
  return new CliError(message, more, { cause: error });
}

export function late(rotation: Rotation, waitingFor: readonly string[]): CliError {
  return new CliError('Time is up, and the old credentials are needed. All are still live.', {
    code: 'M2M_CLI_ROTATION_LATE',
    details: waitingFor,
    hint: goOn(rotation),
  });
}

export function lost({ name, freshId }: Rotation): CliError {
  return new CliError(`The new credential ${freshId} is not live any more; nothing was ended.`, {
    code: 'M2M_CLI_ROTATION_LOST',
    hint: `Look at it: m2m credential list ${name}`,
  });
}

export function noSuch({ name, freshId }: Rotation): CliError {
  return new CliError(`${name} has no credential ${freshId}.`, {
    code: 'M2M_CREDENTIAL_UNKNOWN',
    hint: `List them: m2m credential list ${name}`,
  });
}

const goOn = ({ name, freshId }: Rotation): string =>
  `To go on: m2m credential rotate ${name} --continue ${freshId}`;
