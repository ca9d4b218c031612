import { forMicroservice } from '../client/known-names.js';
import { command } from '../command-line/command.js';
import type { Cell } from '../output/table.js';
import { standingOf, type Credential } from './credential.js';

const HEADINGS = ['id', 'kind', 'label', 'made', 'ends', 'last used', 'replicas', 'state'];

/** `m2m credential list`: all credentials of a microservice, newest first. */
export const credentialList = command({
  command: 'list <name>',
  describe: 'List the credentials of a microservice, newest first',
  more: 'One without a record was minted straight at the core; "made" is when it was seen first.',
  examples: [
    ['credential list m1', 'which ones live, and when each was last used'],
    ['credential list m1 --json', 'the same for a program'],
  ],
  positionals: {
    name: { type: 'string', demandOption: true, describe: 'The microservice' },
  },
  run: async ({ name }, { client, out }) => {
    const read = () =>
      client.json<{ credentials: readonly Credential[] }>('listCredentials', {
        parameters: { name },
      });
    const { credentials } = await out.during(
      `Reading the credentials of ${name}`,
      forMicroservice(client, name, read),
    );
    const nowMs = Date.now();
    out.show(credentials, () =>
      credentials.length === 0
        ? `${name} has no credentials.`
        : out.table(
            HEADINGS,
            credentials.map((credential) => rowOf(credential, nowMs)),
          ),
    );
  },
});

function rowOf(credential: Credential, nowMs: number): readonly Cell[] {
  const { id, kind, label, createdAt, firstSeenAt, expiresAt, lastUsedOn, lastSeenAt, registered } =
    credential;
  const state = standingOf(credential, nowMs);
  return [
    id,
    kind.replace('_', '-'),
    label,
    (createdAt ?? firstSeenAt)?.slice(0, 10),
    expiresAt.slice(0, 10),
    lastSeenAt?.slice(0, 19).replace('T', ' ') ?? lastUsedOn,
    credential.replicas?.length,
    registered ? state : `${state}, no record`,
  ];
}
