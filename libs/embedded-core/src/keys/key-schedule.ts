/** When dynamic keys come and go. */
export interface KeySchedule {
  /** How long a dynamic key signs. */
  readonly intervalMs: number;
  /** How long after that it is still published: for the tokens that it signed last. */
  readonly graceMs: number;
}

/** The one thing that the schedule knows about a key. */
export interface Dated {
  readonly createdAtMs: number;
}

/** How long a new dynamic key is published before it signs, and how long before the old one ends. */
export const OVERLAP_MS = 60_000;

/** Whether a new dynamic key has to be made: there is none, or the newest ends within the overlap. */
export function isRotationDue(newest: Dated | undefined, nowMs: number, s: KeySchedule): boolean {
  return newest === undefined || nowMs + OVERLAP_MS > newest.createdAtMs + s.intervalMs;
}

/** Whether a key is still within the time in which it signs. */
export function isInInterval(key: Dated, nowMs: number, schedule: KeySchedule): boolean {
  return nowMs < key.createdAtMs + schedule.intervalMs;
}

/** Whether a key is still published: tokens that it signed may be alive. */
export function isVerifiable(key: Dated, nowMs: number, schedule: KeySchedule): boolean {
  return nowMs < key.createdAtMs + schedule.intervalMs + schedule.graceMs;
}

/**
 * The key that signs now, of keys sorted newest first: the newest, except while it is younger than
 * the overlap and its predecessor may still sign.
 */
export function keyThatSigns<T extends Dated>(
  keys: readonly T[],
  nowMs: number,
  schedule: KeySchedule,
): T | undefined {
  const [newest, older] = keys;
  if (newest === undefined || older === undefined) return newest;
  const isFresh = nowMs < newest.createdAtMs + OVERLAP_MS;
  return isFresh && isInInterval(older, nowMs, schedule) ? older : newest;
}

/** How long the set of published keys may be cached, in whole seconds, at least 1. */
export function jwksMaxAgeSec(newest: Dated, nowMs: number, schedule: KeySchedule): number {
  const nextKeyAtMs = newest.createdAtMs + schedule.intervalMs - OVERLAP_MS;
  return Math.max(1, Math.floor((nextKeyAtMs - nowMs) / 1000));
}
