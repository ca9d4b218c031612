import { command } from '../command-line/command.js';
import { differenceLines, type PolicyDifference } from './differences.js';

interface Diff {
  readonly from: number;
  readonly to: number;
  readonly differences: readonly PolicyDifference[];
}

/** `m2m policy diff`: what changed between two versions. */
export const policyDiff = command({
  command: 'diff <from> [to]',
  describe: 'Show what changed between two versions, or since one',
  more: 'What a document would change, m2m policy plan says.',
  examples: [
    ['policy diff 7', 'since version 7'],
    ['policy diff 3 5', 'from version 3 to version 5'],
  ],
  positionals: {
    from: { type: 'number', demandOption: true, describe: 'The earlier version' },
    to: { type: 'number', describe: 'The later version; without it, the one in force' },
  },
  run: async ({ from, to }, { client, out }) => {
    const diff = await out.during(
      'Comparing',
      client.json<Diff>('diffVersions', { query: { from, to } }),
    );
    out.show(diff, () =>
      diff.differences.length === 0
        ? `Versions ${diff.from} and ${diff.to} say the same.`
        : differenceLines(diff.differences).join('\n'),
    );
  },
});
