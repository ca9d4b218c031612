import { readFileSync, unlinkSync } from 'node:fs';
import { link, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseLocked } from './database.errors.js';

/** Time for a holder to end that was just told to, and for claimants of one lock to take turns. */
const ATTEMPTS = 30;
const WAIT_MS = 25;
const JITTER_MS = 50;

/** Locks of this very process: elsewhere its pid in a file is left from an earlier process. */
const held = new Set<string>();

/**
 * Takes `<folder>.lock` for this process and returns how to give it back; it is given back when the
 * process exits, too.
 *
 * The embedded database has no lock of its own and loses rows when two processes open it. The lock
 * of a process that is gone is taken over, a living holder is never robbed. Processes are told by
 * their pid, so the folder must not be shared between machines. Throws DatabaseLocked after 1.5 s.
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
      await sleep(WAIT_MS + Math.random() * JITTER_MS);
      rival = await rivalFor(claim, lockFile);
    }
  } finally {
    await rm(claim, { force: true });
  }
}

/**
 * Takes the lock, or returns the living process that holds it or claims it at the same moment.
 *
 * A lock appears whole and at once. Replacing a dead one is for the only living claimant: each
 * writes its claim before it looks for others, so of two at least one sees the other and waits.
 */
async function rivalFor(claim: string, lockFile: string): Promise<number | undefined> {
  if (await linked(claim, lockFile)) return undefined;
  const rival = livingHolder(lockFile) ?? (await livingClaimant(claim, lockFile));
  // The lock may have changed hands until no other claimant was left.
  const holder = rival ?? livingHolder(lockFile);
  if (holder !== undefined) return holder;
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

function livingHolder(lockFile: string): number | undefined {
  const pid = holderOf(readIfPresent(lockFile));
  return isAnotherAlive(pid) ? pid : undefined;
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
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isZombie(pid);
}

/** Whether a process has ended and only its parent has not asked how: in a container, maybe never. */
function isZombie(pid: number): boolean {
  const stat = readIfPresent(`/proc/${pid}/stat`);
  return /^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
}
