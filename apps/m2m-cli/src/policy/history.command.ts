import { command } from '../command-line/command.js';
import { minuteOf } from '../output/moment.js';
import { changesInShort, type PolicyChanges } from './differences.js';

interface VersionHead {
  readonly version: number;
  readonly at: string;
  readonly actor: string;
  readonly message?: string;
  readonly changes?: PolicyChanges;
}

/** `m2m policy history`: who changed the policy, when and why. */
export const policyHistory = command({
  command: 'history',
  describe: 'List the versions of the policy, newest first: who, when, what, why',
  examples: [['policy history --limit 5', 'the latest five changes']],
  options: {
    limit: { type: 'number', requiresArg: true, default: 20, describe: 'How many, up to 200' },
  },
  run: async ({ limit }, { client, out }) => {
    const { versions } = await out.during(
      'Reading the versions',
      client.json<{ versions: readonly VersionHead[] }>('listVersions', { query: { limit } }),
    );
    out.show(versions, () =>
      out.table(
        ['version', 'at', 'by', 'changes', 'message'],
        versions.map(({ version, at, actor, changes, message }) => [
          version,
          minuteOf(at),
          actor,
          changes && changesInShort(changes),
          message,
        ]),
      ),
    );
  },
});
