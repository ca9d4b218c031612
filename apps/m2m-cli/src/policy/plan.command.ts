import { command } from '../command-line/command.js';
import type { Output } from '../output/output.js';
import { EXIT } from '../output/exit-codes.js';
import { minuteOf } from '../output/moment.js';
import { differenceLines, type PolicyChanges } from './differences.js';
import { readDocumentFile } from './document-file.js';

interface Calls {
  readonly caller: string;
  readonly target: string;
  readonly scopes?: readonly string[];
  readonly lost?: readonly string[];
  readonly reason?: string;
  readonly count: number;
  readonly lastAt: string;
  readonly owner?: string;
}

interface Plan {
  readonly totals: { readonly calls: number; readonly wouldDeny: number; readonly untold: number };
  readonly changes: PolicyChanges;
  readonly wouldDeny: readonly Calls[];
  readonly wouldNarrow: readonly Calls[];
}

/** `m2m policy plan`: a document held against the calls that really happened. */
export const policyPlan = command({
  command: 'plan <file>',
  describe: 'Say what a document changes, and which calls that happened it would refuse',
  more: 'Ends with 3 when it would refuse any.',
  examples: [
    ['policy plan policy.yaml --since 7d', 'before it is applied, or in a pull request'],
    ['policy plan policy.yaml && m2m policy apply policy.yaml', 'apply it only if nothing breaks'],
  ],
  positionals: {
    file: { type: 'string', demandOption: true, describe: 'Policy document, or - for stdin' },
  },
  options: {
    since: { type: 'string', requiresArg: true, default: '7d', describe: 'How far back to look' },
  },
  run: async ({ file, since }, { client, out, stdin }) => {
    const document = await readDocumentFile(file, stdin);
    const plan = await out.during(
      'Holding the document against the past',
      client.json<Plan>('planPolicy', { document, query: { since } }),
    );
    out.show(plan, () => textOf(plan, since, out));
    return plan.totals.wouldDeny === 0 ? EXIT.ok : EXIT.drift;
  },
});

function textOf(
  { totals, changes, wouldDeny, wouldNarrow }: Plan,
  since: string,
  out: Output,
): string {
  const { calls, wouldDeny: denied, untold } = totals;
  const lines = differenceLines(changes.differences);
  const parts = [lines.length === 0 ? 'It changes nothing.' : lines.join('\n')];
  if (wouldNarrow.length > 0) parts.push(`Would get less:\n${callTable(wouldNarrow, out)}`);
  if (wouldDeny.length > 0) parts.push(`Would be refused:\n${callTable(wouldDeny, out)}`);
  parts.push(`Of ${calls} calls since ${since}, ${denied} would be refused.`);
  if (untold > 0) parts.push(`${untold} calls were too many to be told apart, and are not judged.`);
  return parts.join('\n\n');
}

function callTable(calls: readonly Calls[], out: Output): string {
  return out.table(
    ['caller', 'target', 'scopes', 'reason', 'calls', 'last', 'owner'],
    calls.map(({ caller, target, scopes, lost, reason, count, lastAt, owner }) => [
      caller,
      target,
      (scopes ?? lost)?.join(' '),
      reason,
      count,
      minuteOf(lastAt),
      owner,
    ]),
  );
}
