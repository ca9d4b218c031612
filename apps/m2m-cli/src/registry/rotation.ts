import { standingOf, type Credential } from './credential.js';

/** What a rotation is judged by. */
export interface RotationView {
  /** The credential that shall remain. */
  readonly fresh: Credential;
  /** Those that shall end. */
  readonly old: readonly Credential[];
  /** The auth-server's clock. */
  readonly nowMs: number;
  /** Whoever was not seen for so long is gone. */
  readonly quietMs: number;
}

/** How far a rotation is. */
export interface RotationProgress {
  readonly isDone: boolean;
  /** What it waits for, one sentence each; empty when it is done. */
  readonly waitingFor: readonly string[];
}

/** The live credentials of the same kind that were made before the fresh one. */
export function oldOnes(
  credentials: readonly Credential[],
  fresh: Credential,
  nowMs: number,
): readonly Credential[] {
  return credentials.filter(
    (credential) =>
      credential.kind === fresh.kind &&
      madeAtMs(credential) < madeAtMs(fresh) &&
      standingOf(credential, nowMs) === 'live',
  );
}

/** One without a record is as old as its first use. */
function madeAtMs({ createdAt, firstSeenAt }: Credential): number {
  return Date.parse(createdAt ?? firstSeenAt ?? '');
}

/**
 * Whether nobody needs the old credentials any more: the new one was used, and every process that used
 * an old one was seen with the new one since, or has been gone for a while.
 */
export function rotationProgress({ fresh, old, nowMs, quietMs }: RotationView): RotationProgress {
  const seenFresh = new Map(
    fresh.replicas?.map(({ id, lastSeenAt }) => [id, Date.parse(lastSeenAt)]),
  );
  const waitingFor = old.flatMap((credential) => {
    const { id: credentialId, replicas = [], unnamedLastSeenAt } = credential;
    const named = replicas
      .filter(({ id, lastSeenAt: seen }) => {
        const last = Date.parse(seen);
        return nowMs - last < quietMs && !((seenFresh.get(id) ?? -Infinity) > last);
      })
      .map(({ id }) => `replica ${id} still uses ${credentialId}`);
    const isQuiet =
      unnamedLastSeenAt === undefined || nowMs - Date.parse(unnamedLastSeenAt) >= quietMs;
    return isQuiet ? named : [...named, `a replica without a name still uses ${credentialId}`];
  });
  if (fresh.lastSeenAt === undefined) waitingFor.unshift(`nobody has used ${fresh.id} yet`);
  return { isDone: waitingFor.length === 0, waitingFor };
}
