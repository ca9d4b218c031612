import { setTimeout as sleep } from 'node:timers/promises';
import { forMicroservice } from '../client/known-names.js';
import { jsonOf } from '../client/send.js';
import type { Context } from '../command-line/context.js';
import { Interrupted } from '../output/cli.errors.js';
import { standingOf, type Credential } from './credential.js';
import { oldOnes, rotationProgress, type RotationProgress } from './rotation.js';
import { isPassing, late, lost, noSuch, type Rotation } from './rotation.errors.js';

const LOOK_EVERY_MS = 1000;

/** How a rotation stands, and which credentials that was judged of. */
interface Judgement extends RotationProgress {
  readonly oldIds: readonly string[];
}

/**
 * Resolves with the old credentials that nobody needs, neither before the grace nor after it. An
 * auth-server that cannot answer is asked again. Throws on Ctrl-C and when time is up.
 */
export async function untilUnneeded(
  context: Context,
  rotation: Rotation,
  tell: (waitingFor: string) => void,
): Promise<readonly string[]> {
  const { graceMs, timeoutMs } = rotation;
  const end = Date.now() + timeoutMs;
  let hadGrace = graceMs === 0;
  for (;;) {
    const { oldIds, isDone, waitingFor } = await judge(context, rotation, end);
    if (isDone && hadGrace) return oldIds;
    if (!isDone && Date.now() >= end) throw late(rotation, waitingFor);
    hadGrace = isDone || graceMs === 0;
    tell(isDone ? 'the grace of the old ones' : waitingFor.join(', '));
    await pause(context, isDone ? graceMs : LOOK_EVERY_MS);
  }
}

async function judge(context: Context, rotation: Rotation, end: number): Promise<Judgement> {
  const { freshId, quietMs } = rotation;
  try {
    const { credentials, nowMs } = await read(context, rotation);
    const fresh = credentials.find(({ id }) => id === freshId);
    if (fresh === undefined) throw noSuch(rotation);
    if (standingOf(fresh, nowMs) !== 'live') throw lost(rotation);
    const old = oldOnes(credentials, fresh, nowMs);
    const progress = rotationProgress({ fresh, old, nowMs, quietMs });
    return { ...progress, oldIds: old.map(({ id }) => id) };
  } catch (error) {
    if (!isPassing(error) || Date.now() >= end) throw error;
    return { oldIds: [], isDone: false, waitingFor: ['an auth-server that answers'] };
  }
}

/** The credentials, and the time at the auth-server, whose clock sightings are told by. */
async function read(
  { client }: Context,
  { name }: Rotation,
): Promise<{ readonly credentials: readonly Credential[]; readonly nowMs: number }> {
  const call = () => client.call('listCredentials', { parameters: { name } });
  const { text, headers } = await forMicroservice(client, name, call);
  const { credentials } = jsonOf(text, client.authServer) as {
    readonly credentials: readonly Credential[];
  };
  return { credentials, nowMs: Date.parse(headers.get('date') ?? new Date().toUTCString()) };
}

async function pause({ signal }: Context, ms: number): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    throw new Interrupted();
  }
}
