import { rename, unlink, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CliError, UsageError } from './cli.errors.js';

/** How somebody said where a secret goes. */
export interface SecretDestination {
  /** A file, made with mode 0600. */
  readonly out?: string | undefined;
  /** Whether it may be printed. */
  readonly show?: boolean | undefined;
}

/** The options of every command that has a secret to hand over. */
export const SECRET_OPTIONS = {
  out: {
    type: 'string',
    requiresArg: true,
    describe: 'Write the secret to this new file, mode 0600',
  },
  show: { type: 'boolean', describe: 'Print the secret' },
} as const;

/** A secret is made only when it is known where it goes. Throws a UsageError. */
export function requireDestination({ out, show }: SecretDestination): void {
  if (out !== undefined || show === true) return;
  throw new UsageError(
    'Say where the secret goes, before it is made.',
    'Write it to a file with --out m1.jwt, or print it with --show.',
  );
}

/** A file that a secret goes into. */
export interface SecretFile {
  /** Undefined when it goes into none. */
  readonly file: string | undefined;
  /** Whether it takes the place of a file that is there, all at once. */
  readonly replace: boolean;
}

/**
 * Makes a secret once there is a place for it: the file is there before the secret is, and gone again
 * when none was made. Throws a CliError when the file exists already and is not to be replaced.
 */
export async function intoFile<T>(
  { file, replace }: SecretFile,
  make: () => Promise<T>,
  secretOf: (made: T) => string,
): Promise<T> {
  if (file === undefined) return make();
  const path = resolve(file);
  const draft = replace ? `${path}.${process.pid}` : path;
  await reserve(draft, file);
  try {
    const made = await make();
    await writeFile(draft, `${secretOf(made)}\n`);
    if (replace) await rename(draft, path);
    return made;
  } catch (error) {
    await unlink(draft);
    throw error;
  }
}

async function reserve(path: string, file: string): Promise<void> {
  try {
    await writeFile(path, '', { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    const isThere = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    throw new CliError(
      isThere ? `${file} is there already, and is left alone.` : `${file} cannot be written.`,
      { hint: 'Name a new file with --out.' },
      { cause },
    );
  }
}
