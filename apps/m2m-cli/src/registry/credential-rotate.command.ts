import { command } from '../command-line/command.js';
import type { Context } from '../command-line/context.js';
import { durationSec } from '../command-line/duration.js';
import { MAKE_OPTIONS, makeCredential } from './make-credential.js';
import { stopped, type Rotation } from './rotation.errors.js';
import { untilUnneeded } from './until-unneeded.js';

/** `m2m credential rotate`: a new credential out, and the old ones ended once nobody needs them. */
export const credentialRotate = command({
  command: 'rotate <name>',
  describe: 'Make a new credential, wait until all replicas use it, then end the old ones',
  more:
    'Old are the live credentials of the same kind that were made before. A replica that was not\n' +
    'seen for --quiet is gone; make that longer than tokens are renewed after\n' +
    '(M2M_ACCESS_TOKEN_REFRESH_SEC, 5 minutes). Ctrl-C and --timeout leave all of them live;\n' +
    '--continue goes on from there.',
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
  const { client, out } = context;
  const { name } = rotation;
  let waitingFor = 'the auth-server';
  const tell = (what: string): void => void (waitingFor = what);
  try {
    const waited = untilUnneeded(context, rotation, tell);
    const ended = await out.during(() => `Waiting: ${waitingFor}`, waited);
    for (const id of ended) {
      const parameters = { name, id };
      await out.during(`Ending ${id}`, client.call('revokeCredential', { parameters }));
    }
    return ended;
  } catch (error) {
    throw stopped(error, rotation);
  }
}

function summaryOf(name: string, freshId: string, ended: readonly string[]): string {
  return ended.length === 0
    ? `${freshId} is the credential of ${name}; there was no other to end.`
    : `${freshId} is the credential of ${name}; ended: ${ended.join(', ')}.`;
}
