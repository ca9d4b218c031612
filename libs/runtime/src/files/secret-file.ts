import { chmod, link, mkdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { Logger } from '@nestjs/common';

/** Read, write and execute for anybody but the owner. */
const OPEN_TO_OTHERS = 0o077;

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    const text = (await readFile(path, 'utf8')).trim();
    return text === '' ? undefined : text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Closes a file to everybody but its owner, and tells that it stood open. */
async function closeToOthers(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & OPEN_TO_OTHERS) === 0) return;
  const isClosed = await chmod(path, 0o600).then(
    () => true,
    () => false,
  );
  new Logger('Secrets').warn(
    'a secret could be read by other users of this machine: replace it if one of them may have',
    { path, isClosed },
  );
}

/** Puts a whole file in place with mode 0600; a reader sees all of it or nothing. */
export async function writeSecretFile(
  path: string,
  secret: string,
  { replace }: { readonly replace: boolean },
): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  try {
    if (replace) await unlink(path).catch(() => undefined);
    await link(draft, path);
  } finally {
    await unlink(draft);
  }
}

/**
 * The secret in a file, made on first use. Processes that start at the same moment agree on one: the
 * first to put its file in place wins, and the others read it. One that others may read is closed to
 * them, with a warning.
 */
export async function readOrCreateSecretFile(path: string, create: () => string): Promise<string> {
  const present = await readIfPresent(path);
  if (present !== undefined) {
    await closeToOthers(path);
    return present;
  }
  const secret = create();
  try {
    await writeSecretFile(path, secret, { replace: false });
    return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const theirs = await readIfPresent(path);
    if (theirs !== undefined) return theirs;
    throw new Error(`${path} is empty. Delete it, and it is made anew at the next start.`, {
      cause: error,
    });
  }
}
