import { command, group } from '../command-line/command.js';
import type { Context } from '../command-line/context.js';
import { forMicroservice } from '../client/known-names.js';
import type { Cell } from '../output/table.js';

interface Revocation {
  readonly id: string;
  readonly microservice?: string;
  readonly edge?: { readonly caller: string; readonly target: string };
  readonly kid?: string;
  readonly jti?: string;
  readonly reason: string;
  readonly actor: string;
  readonly createdAt: string;
  /** Set when it was lifted: tokens from before are void all the same. */
  readonly notBefore?: string;
  readonly expiresAt?: string;
}

const reason = {
  type: 'string',
  requiresArg: true,
  demandOption: true,
  describe: 'Why, for whoever reads the list later',
} as const;

const revokeMicroservice = command({
  command: 'microservice <name>',
  describe: 'Void every token of a caller that is out, everywhere, within a second',
  examples: [['revoke microservice m3 --reason "its host was taken over"', 'the kill switch']],
  positionals: { name: { type: 'string', demandOption: true, describe: 'The caller' } },
  options: { reason },
  run: ({ name, reason: why }, context) =>
    forMicroservice(context.client, name, () => order(context, { microservice: name }, why)),
});

const revokeEdge = command({
  command: 'edge <caller> <target>',
  describe: 'Void every token of a caller for one target',
  examples: [['revoke edge m1 m2 --reason "m2 leaks"', 'm1 still reaches its other targets']],
  positionals: {
    caller: { type: 'string', demandOption: true, describe: 'Who calls' },
    target: { type: 'string', demandOption: true, describe: 'Who is called' },
  },
  options: { reason },
  run: ({ caller, target, reason: why }, context) =>
    order(context, { edge: { caller, target } }, why),
});

const revokeToken = command({
  command: 'token <jti>',
  describe: 'Void one access token, by its jti and not by itself',
  examples: [
    ['revoke token 4f0c…e1 --reason "in a log"', 'the jti stands in logs and in the token'],
  ],
  positionals: { jti: { type: 'string', demandOption: true, describe: 'Its "jti"' } },
  options: { reason },
  run: ({ jti, reason: why }, context) => order(context, { jti }, why),
});

const revokeKey = command({
  command: 'key <kid>',
  describe: 'Void everything that a key of the core has signed',
  examples: [['revoke key d-1718 --reason "the core was read"', 'the kid is in the key set']],
  positionals: { kid: { type: 'string', demandOption: true, describe: 'Its "kid"' } },
  options: { reason },
  run: ({ kid, reason: why }, context) => order(context, { kid }, why),
});

const lift = command({
  command: 'lift <id>',
  describe: 'Take a revocation back: new tokens count; those of a caller from before stay void',
  examples: [['revoke lift 0f8b…-…', 'the id is in m2m revoke list']],
  positionals: { id: { type: 'string', demandOption: true, describe: 'The revocation' } },
  run: async ({ id }, { client, out }) => {
    await out.during('Lifting', client.call('liftRevocation', { parameters: { id } }));
    out.show({ id, lifted: true }, () => `${id} is lifted.`);
  },
});

const list = command({
  command: 'list',
  describe: 'List what is revoked now',
  examples: [['revoke list', 'what, why, by whom']],
  run: async (_args, { client, out }) => {
    const { revocations } = await out.during(
      'Reading the revocations',
      client.json<{ revocations: readonly Revocation[] }>('listRevocations'),
    );
    out.show(revocations, () =>
      revocations.length === 0
        ? 'Nothing is revoked.'
        : out.table(
            ['id', 'what', 'reason', 'by', 'since', 'state', 'ends'],
            revocations.map(rowOf),
          ),
    );
  },
});

/** `m2m revoke …`: the kill switch. */
export const revoke = group('revoke', 'Void what is out already: the kill switch', [
  revokeMicroservice,
  revokeEdge,
  revokeToken,
  revokeKey,
  list,
  lift,
]);

async function order({ client, out }: Context, what: object, why: string): Promise<void> {
  const made = await out.during(
    'Revoking',
    client.json<Revocation>('revoke', { json: { ...what, reason: why } }),
  );
  out.show(made, () => `Revoked. To take it back: m2m revoke lift ${made.id}`);
}

function rowOf(revocation: Revocation): readonly Cell[] {
  const {
    id,
    microservice,
    edge,
    kid,
    jti,
    reason: why,
    actor,
    createdAt,
    notBefore,
    expiresAt,
  } = revocation;
  const call = edge === undefined ? undefined : `edge ${edge.caller} -> ${edge.target}`;
  const whole = microservice === undefined ? undefined : `microservice ${microservice}`;
  const state = notBefore === undefined ? 'in force' : 'lifted';
  const what = call ?? whole ?? (kid === undefined ? `token ${jti}` : `key ${kid}`);
  return [id, what, why, actor, createdAt, state, expiresAt];
}
