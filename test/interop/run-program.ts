import { execFile } from 'node:child_process';

/** A program and its arguments. */
export type Command = readonly [string, ...string[]];

/** Where and with what a program runs. */
export interface ProgramSettings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a program to its end and resolves with what it printed.
 *
 * @throws {Error} what it printed when it failed, and how to install it when it is not there.
 */
export function runProgram(
  [program, ...args]: Command,
  settings: ProgramSettings = {},
): Promise<string> {
  const env = { ...process.env, ...settings.env };
  return new Promise((resolve, reject) => {
    execFile(program, args, { ...settings, env }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(describe(program, args, error, stdout + stderr), { cause: error }));
    });
  });
}

function describe(
  program: string,
  args: readonly string[],
  error: Error & { readonly code?: unknown },
  printed: string,
): string {
  const what =
    error.code === 'ENOENT'
      ? `"${program}" is not installed.`
      : `"${[program, ...args].join(' ')}" failed:\n${printed}`;
  return `${what}\nexamples/README.md says what the examples need.`;
}
