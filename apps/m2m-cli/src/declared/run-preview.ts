import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CliError, Interrupted } from '../output/cli.errors.js';
import { BOOT_VARIABLE, type PreviewAnswer } from './preview-answer.js';

/** Which application to look at, and how. */
export interface PreviewRequest {
  /** The built main file. */
  readonly main: string;
  /** What the application is started with. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether its providers are built before it is read. */
  readonly isBooted: boolean;
  readonly signal: AbortSignal;
  readonly deadlineMs?: number;
}

const DEADLINE_MS = 60_000;
/** How much of what the application printed is shown when it gives no answer. */
const SHOWN_LINES = 10;
const KEPT_CHARACTERS = 8192;

/**
 * Starts the application in a process of its own and lets it say what it declares; it ends before
 * anything listens. Throws a CliError with the last lines that it printed when it says nothing.
 */
export async function runPreview(request: PreviewRequest): Promise<PreviewAnswer> {
  const { main, args, environment, isBooted, signal } = request;
  const preload = new URL('./preview.js', import.meta.url).href;
  const child = spawn(process.execPath, ['--import', preload, main, ...args], {
    env: { ...environment, ...(isBooted && { [BOOT_VARIABLE]: '1' }) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let printed = '';
  const keep = (chunk: Buffer): void => {
    printed = (printed + chunk.toString('utf8')).slice(-KEPT_CHARACTERS);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  let answer: PreviewAnswer | undefined;
  child.once('message', (message) => (answer = message as PreviewAnswer));
  const deadline = AbortSignal.timeout(request.deadlineMs ?? DEADLINE_MS);
  const ended = AbortSignal.any([deadline, signal]);
  const end = (): boolean => child.kill('SIGKILL');
  ended.addEventListener('abort', end);
  if (ended.aborted) end();
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    if (answer !== undefined) return answer;
    if (signal.aborted) throw new Interrupted();
    throw silent(deadline.aborted, code, printed);
  } finally {
    ended.removeEventListener('abort', end);
  }
}

function silent(isLate: boolean, code: number | null, printed: string): CliError {
  const lines = printed.trim().split('\n').slice(-SHOWN_LINES);
  return new CliError(
    isLate
      ? 'The application did not create itself in time.'
      : `The application ended with exit code ${code ?? 'none'} before Nest created it.`,
    {
      code: 'M2M_CLI_NO_MANIFEST',
      hint: 'Name its built main file, and give it what it is started with: environment, and arguments after --.',
      details: lines.filter((line) => line !== ''),
    },
  );
}
