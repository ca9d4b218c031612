import { readFileSync, unlinkSync } from 'node:fs';
import { link, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseLocked } from './database.errors.js';

/** How often a process waits for others that are about to take the same lock. */
const ATTEMPTS = 40;
const LONGEST_WAIT_MS = 100;

/** Locks of this very process: elsewhere its pid in a file is left from an earlier process. */
const held = new Set<string>();

/**
 * Takes `<folder>.lock` for this process and returns how to give it back; it is given back when the
 * process exits, too.
 *
 * The embedded database has no lock of its own and loses rows when two processes open it. The lock
 * of a process that is gone is taken over, a living holder is never robbed. Processes are told by
 * their pid, so the folder must not be shared between machines. Throws DatabaseLocked.
 */
export async function lockFolder(folder: string): Promise<() => void> {
  const lockFile = `${folder}.lock`;
  if (held.has(lockFile)) throw new DatabaseLocked(lockFile, process.pid);
  held.add(lockFile);
  try {
    await take(lockFile);
  } catch (error) {
    held.delete(lockFile);
    throw error;
  }
  const release = (): void => {
    held.delete(lockFile);
    process.off('exit', release);
    if (holderOf(readIfPresent(lockFile)) === process.pid) unlinkSync(lockFile);
  };
  process.on('exit', release);
  return release;
}

async function take(lockFile: string): Promise<void> {
  const claim = `${lockFile}.${process.pid}`;
  await writeFile(claim, `${process.pid}\n`, { mode: 0o600 });
  try {
    let rival = await rivalFor(claim, lockFile);
    for (let attempt = 1; rival !== undefined; attempt++) {
      if (attempt === ATTEMPTS) throw new DatabaseLocked(lockFile, rival);
      await sleep(Math.random() * LONGEST_WAIT_MS);
      rival = await rivalFor(claim, lockFile);
    }
  } finally {
    await rm(claim, { force: true });
  }
}

/**
 * Takes the lock, or returns the living process that claims it at the same moment.
 *
 * A lock appears whole and at once. Replacing a dead one is for the only living claimant: each
 * writes its claim before it looks for others, so of two at least one sees the other and waits.
 */
async function rivalFor(claim: string, lockFile: string): Promise<number | undefined> {
  if (await linked(claim, lockFile)) return undefined;
  refuseLivingHolder(lockFile);
  const rival = await livingClaimant(claim, lockFile);
  if (rival !== undefined) return rival;
  refuseLivingHolder(lockFile);
  await rename(claim, lockFile);
  return undefined;
}

async function linked(claim: string, lockFile: string): Promise<boolean> {
  try {
    await link(claim, lockFile);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function refuseLivingHolder(lockFile: string): void {
  const pid = holderOf(readIfPresent(lockFile));
  if (isAnotherAlive(pid)) throw new DatabaseLocked(lockFile, pid);
}

/** Another living process that claims the same lock; claims of dead ones are tidied away. */
async function livingClaimant(claim: string, lockFile: string): Promise<number | undefined> {
  const prefix = `${basename(lockFile)}.`;
  const folder = dirname(lockFile);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix) || name === basename(claim)) continue;
    const pid = holderOf(name.slice(prefix.length));
    if (isAnotherAlive(pid)) return pid;
    await rm(join(folder, name), { force: true });
  }
  return undefined;
}

function readIfPresent(lockFile: string): string {
  try {
    return readFileSync(lockFile, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** The pid in a lock, or 0 when there is none. */
function holderOf(text: string): number {
  return /^\d{1,10}$/.test(text.trim()) ? Number(text) : 0;
}

function isAnotherAlive(pid: number): boolean {
  if (pid === 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
