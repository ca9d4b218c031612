import type { AdminClient } from '../client/admin-client.js';
import { command } from '../command-line/command.js';
import { minuteOf } from '../output/moment.js';
import type { Cell } from '../output/table.js';

interface EdgeUse {
  readonly caller: string;
  readonly target: string;
  readonly scopes: readonly string[];
  readonly count: number;
  readonly lastAt?: string;
  readonly until?: string;
  readonly mode: string;
  readonly owner?: string;
  readonly via?: { readonly caller: string; readonly target: string };
}

interface EdgesPage {
  readonly total: number;
  readonly edges: readonly EdgeUse[];
  readonly next?: string;
}

type Query = Readonly<Record<string, string | undefined>>;

const HEADINGS = ['caller', 'target', 'scopes', 'calls', 'last', 'until', 'mode', 'owner', 'from'];

/** Edges that are shown at most; a filter brings the others. */
const MOST_SHOWN = 5000;

/** `m2m edges`: how the edges are used, and which end. */
export const edges = command({
  command: 'edges',
  describe: 'List the edges with their latest call, those that nobody needs, those that end',
  examples: [
    ['edges --unused 30d', 'what can be taken out of the policy'],
    ['edges --expiring 14d', 'what has to be renewed'],
    ['edges --caller m1', 'all that m1 may call'],
  ],
  options: {
    unused: {
      type: 'string',
      requiresArg: true,
      describe: 'Only those without a call for so long',
    },
    expiring: { type: 'string', requiresArg: true, describe: 'Only those that end within so long' },
    caller: { type: 'string', requiresArg: true, describe: 'Only of this caller' },
    target: { type: 'string', requiresArg: true, describe: 'Only to this target' },
  },
  run: async ({ unused, expiring, caller, target }, { client, out }) => {
    const found = await out.during(
      'Reading the edges',
      readEdges(client, { unused, expiring, caller, target }),
    );
    out.show(found, () =>
      found.length === 0 ? 'There is no such edge.' : out.table(HEADINGS, found.map(rowOf)),
    );
  },
});

async function readEdges(client: AdminClient, query: Query): Promise<readonly EdgeUse[]> {
  const found: EdgeUse[] = [];
  let cursor: string | undefined;
  do {
    const page: EdgesPage = await client.json<EdgesPage>('listEdges', {
      query: { ...query, limit: 500, cursor },
    });
    found.push(...page.edges);
    cursor = page.next;
  } while (cursor !== undefined && found.length < MOST_SHOWN);
  return found;
}

function rowOf(edge: EdgeUse): readonly Cell[] {
  const { caller, target, scopes, count, lastAt, until, mode, owner, via } = edge;
  const from = via && `${via.caller} -> ${via.target}`;
  const [last, end] = [minuteOf(lastAt), minuteOf(until)];
  return [caller, target, scopes.join(' '), count, last, end, mode, owner, from];
}
