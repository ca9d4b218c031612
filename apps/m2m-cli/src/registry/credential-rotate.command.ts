import { setTimeout as sleep } from 'node:timers/promises';
import { forMicroservice } from '../client/known-names.js';
import { command } from '../command-line/command.js';
import type { Context } from '../command-line/context.js';
import { durationSec } from '../command-line/duration.js';
import { CliError, Interrupted } from '../output/cli.errors.js';
import { standingOf, type Credential } from './credential.js';
import { MAKE_OPTIONS, makeCredential } from './make-credential.js';
import { rotationProgress } from './rotation.js';

const LOOK_EVERY_MS = 1000;

/** What a rotation is about. */
interface Rotation {
  readonly name: string;
  readonly freshId: string;
  readonly quietMs: number;
  readonly graceMs: number;
  readonly timeoutMs: number;
}

/** The kind that is rotated; credentials of other kinds stay. */
type KindOfRotation = Rotation & Pick<Credential, 'kind'>;

/** `m2m credential rotate`: a new credential out, and the old ones ended once nobody needs them. */
export const credentialRotate = command({
  command: 'rotate <name>',
  describe: 'Make a new credential, wait until all replicas use it, then end the old ones',
  more:
    'Old are the other live credentials of the same kind. A replica that was not seen for --quiet is\n' +
    'gone; make that longer than tokens are renewed after (M2M_ACCESS_TOKEN_REFRESH_SEC, 5 minutes).\n' +
    'Ctrl-C and --timeout leave all of them live; --continue goes on from there.',
  examples: [
    ['credential rotate m1 --out m1.jwt --replace', 'in the file that m1 reads'],
    ['credential rotate m1 --continue k3vq0a8mz1c5t7x9', 'go on with the one that was made'],
  ],
  positionals: {
    name: { type: 'string', demandOption: true, describe: 'The microservice' },
  },
  options: {
    ...MAKE_OPTIONS,
    replace: { type: 'boolean', describe: 'Put the new secret in the place of the file' },
    continue: { type: 'string', requiresArg: true, describe: 'The new credential, made before' },
    quiet: {
      type: 'string',
      requiresArg: true,
      default: '10m',
      describe: 'After what silence a replica is gone',
    },
    grace: {
      type: 'string',
      requiresArg: true,
      default: '0s',
      describe: 'How much longer the old ones live',
    },
    timeout: {
      type: 'string',
      requiresArg: true,
      default: '1h',
      describe: 'How long to wait in all',
    },
  },
  run: async (args, context) => {
    const { name, continue: made } = args;
    const graceMs = 1000 * durationSec(args.grace, 'grace');
    const quietMs = 1000 * durationSec(args.quiet, 'quiet');
    const timeoutMs = 1000 * durationSec(args.timeout, 'timeout');
    const fresh = made === undefined ? await makeCredential(context, name, args) : undefined;
    const freshId = made ?? fresh?.id ?? '';
    const told = `Made ${freshId} for ${name}: give it to every replica.`;
    if (fresh !== undefined) context.out.note(told);
    const ended = await endOnceUnneeded(context, { name, freshId, quietMs, graceMs, timeoutMs });
    context.out.show({ ...fresh, id: freshId, ended }, () => summaryOf(name, freshId, ended));
  },
});

/** Waits, ends the old credentials and says which. However it is stopped, it says how to go on. */
async function endOnceUnneeded(context: Context, rotation: Rotation): Promise<readonly string[]> {
  let waitingFor = 'the auth-server';
  const tell = (what: string): void => void (waitingFor = what);
  try {
    const kind = await kindOf(context, rotation);
    const waited = untilUnneeded(context, { ...rotation, kind }, tell);
    await context.out.during(() => `Waiting: ${waitingFor}`, waited);
    return await endOld(context, { ...rotation, kind });
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    const message = 'Stopped. Credentials that were not ended are still live.';
    throw new Interrupted(message, goOn(rotation));
  }
}

async function kindOf(
  context: Context,
  { name, freshId: id }: Rotation,
): Promise<Credential['kind']> {
  const { credentials } = await read(context, name);
  const found = credentials.find((credential) => credential.id === id);
  if (found !== undefined) return found.kind;
  throw new CliError(`${name} has no credential ${id}.`, {
    code: 'M2M_CREDENTIAL_UNKNOWN',
    hint: `List them: m2m credential list ${name}`,
  });
}

/** Resolves when nobody needs the old credentials any more. Throws on Ctrl-C and when time is up. */
async function untilUnneeded(
  context: Context,
  rotation: KindOfRotation,
  tell: (waitingFor: string) => void,
): Promise<void> {
  const { name, freshId, quietMs, graceMs, timeoutMs } = rotation;
  const end = Date.now() + timeoutMs;
  for (;;) {
    const { credentials, nowMs } = await read(context, name);
    const fresh = credentials.find(({ id }) => id === freshId);
    if (fresh === undefined || standingOf(fresh, nowMs) !== 'live') throw lost(rotation);
    const old = oldOnes(credentials, rotation, nowMs);
    const { isDone, waitingFor } = rotationProgress({ fresh, old, nowMs, quietMs });
    if (isDone) return pause(context, graceMs);
    if (Date.now() >= end) throw late(rotation, waitingFor);
    tell(waitingFor.join(', '));
    await pause(context, LOOK_EVERY_MS);
  }
}

async function endOld(context: Context, rotation: KindOfRotation): Promise<readonly string[]> {
  const { client, out } = context;
  const { name } = rotation;
  const { credentials, nowMs } = await read(context, name);
  const ended = oldOnes(credentials, rotation, nowMs).map(({ id }) => id);
  for (const id of ended) {
    await out.during(`Ending ${id}`, client.call('revokeCredential', { parameters: { name, id } }));
  }
  return ended;
}

function oldOnes(
  credentials: readonly Credential[],
  { freshId, kind }: KindOfRotation,
  nowMs: number,
): readonly Credential[] {
  return credentials.filter(
    (credential) =>
      credential.id !== freshId &&
      credential.kind === kind &&
      standingOf(credential, nowMs) === 'live',
  );
}

/** The credentials, and the time at the auth-server, whose clock sightings are told by. */
async function read(
  { client }: Context,
  name: string,
): Promise<{ readonly credentials: readonly Credential[]; readonly nowMs: number }> {
  const call = () => client.call('listCredentials', { parameters: { name } });
  const { text, headers } = await forMicroservice(client, name, call);
  const { credentials } = JSON.parse(text) as { readonly credentials: readonly Credential[] };
  return { credentials, nowMs: Date.parse(headers.get('date') ?? new Date().toUTCString()) };
}

async function pause({ signal }: Context, ms: number): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    throw new Interrupted();
  }
}

const goOn = ({ name, freshId }: Rotation): string =>
  `To go on: m2m credential rotate ${name} --continue ${freshId}`;

function late(rotation: Rotation, waitingFor: readonly string[]): CliError {
  return new CliError('Time is up, and the old credentials are needed. All are still live.', {
    code: 'M2M_CLI_ROTATION_LATE',
    details: waitingFor,
    hint: goOn(rotation),
  });
}

function lost({ name, freshId }: Rotation): CliError {
  return new CliError(`The new credential ${freshId} is not live any more; nothing was ended.`, {
    code: 'M2M_CLI_ROTATION_LOST',
    hint: `Look at it: m2m credential list ${name}`,
  });
}

function summaryOf(name: string, freshId: string, ended: readonly string[]): string {
  return ended.length === 0
    ? `${freshId} is the credential of ${name}; there was no other to end.`
    : `${freshId} is the credential of ${name}; ended: ${ended.join(', ')}.`;
}
