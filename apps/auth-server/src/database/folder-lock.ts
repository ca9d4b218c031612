import { randomUUID } from 'node:crypto';
import { readFileSync, unlinkSync } from 'node:fs';
import { open, readFile, unlink } from 'node:fs/promises';

import { DatabaseLocked } from './database.errors.js';

/** Locks of this very process: its own pid in a lock file means an earlier process otherwise. */
const held = new Set<string>();

/**
 * Takes `<folder>.lock` for this process and returns how to give it back.
 *
 * The embedded database has no lock of its own and loses rows when two processes open it. A lock
 * whose process is gone is taken over; a living holder is never robbed. Throws DatabaseLocked.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const lockFile = `${folder}.lock`;
  if (held.has(lockFile)) throw new DatabaseLocked(lockFile, process.pid);
  const mark = `${process.pid} ${randomUUID()}\n`;
  if (!(await create(lockFile, mark))) {
    const holderPid = Number.parseInt(await readFile(lockFile, 'utf8'), 10);
    if (isAlive(holderPid)) throw new DatabaseLocked(lockFile, holderPid);
    await unlink(lockFile);
    if (!(await create(lockFile, mark))) throw new DatabaseLocked(lockFile, holderPid);
  }
  held.add(lockFile);
  const release = (): void => {
    held.delete(lockFile);
    process.off('exit', release);
    removeOwn(lockFile, mark);
  };
  process.on('exit', release);
  return () => Promise.resolve(release());
}

async function create(lockFile: string, mark: string): Promise<boolean> {
  try {
    const handle = await open(lockFile, 'wx', 0o600);
    await handle.writeFile(mark);
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function removeOwn(lockFile: string, mark: string): void {
  try {
    if (readFileSync(lockFile, 'utf8') === mark) unlinkSync(lockFile);
  } catch {
    // Already gone: somebody tidied the folder while we ran.
  }
}
