import { types } from 'node:util';
import { EXIT_CODE, StartUpError } from './start-up.error.js';

/** What a process that could not start tells the person in front of it, and its exit code. */
export interface StartUpFailure {
  readonly exitCode: number;
  readonly lines: readonly string[];
}

interface SystemError extends Error {
  readonly code: string;
  readonly port?: number;
  readonly address?: string;
  /** Of what was opened or written, when it was no port. */
  readonly path?: string;
}

const isSystemError = (error: unknown): error is SystemError =>
  types.isNativeError(error) && typeof (error as { code?: unknown }).code === 'string';

const FOLDER_REPAIR = 'Set M2M_HOME to a folder that this process can write to.';

function describeFileError({ code, message, path }: SystemError): string {
  switch (code) {
    case 'EROFS':
      return `${path} is on a file system that is read-only. ${FOLDER_REPAIR}`;
    case 'EACCES':
    case 'EPERM':
      return `${path} belongs to another user or may not be written to. ${FOLDER_REPAIR}`;
    case 'ENOSPC':
      return `No space is left where ${path} is. Make room and start again. Nothing was half written.`;
    default:
      return message;
  }
}

function describeSystemError(error: SystemError): string {
  if (error.path !== undefined) return describeFileError(error);
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${error.port} is in use. Stop the process that holds it, or set PORT to another one.`;
    case 'EACCES':
      return `Port ${error.port} may not be opened by this process. Set PORT to one above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `The address ${error.address ?? 'in HOST'} does not belong to this machine. Set HOST to one that does, such as 0.0.0.0.`;
    default:
      return error.message;
  }
}

/** The messages of what caused an error, innermost last. */
function causesOf(error: Error): string[] {
  const { cause } = error;
  return types.isNativeError(cause) ? [`  because: ${cause.message}`, ...causesOf(cause)] : [];
}

/** Turns whatever stopped the start into lines for a person; a stack only for the unexpected. */
export function describeFailure(error: unknown): StartUpFailure {
  if (error instanceof StartUpError) {
    return { exitCode: EXIT_CODE.usage, lines: error.problems };
  }
  if (isSystemError(error)) {
    const isOptionError = error.code === 'M2M_OPTIONS_INVALID';
    return {
      exitCode: isOptionError ? EXIT_CODE.usage : EXIT_CODE.failed,
      lines: [describeSystemError(error), ...causesOf(error)],
    };
  }
  const text = types.isNativeError(error) ? (error.stack ?? error.message) : String(error);
  return { exitCode: EXIT_CODE.failed, lines: [text] };
}
