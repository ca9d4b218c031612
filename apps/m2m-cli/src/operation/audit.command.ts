import { setTimeout as sleep } from 'node:timers/promises';
import { command } from '../command-line/command.js';
import type { Context } from '../command-line/context.js';
import { Interrupted, UsageError } from '../output/cli.errors.js';
import { textOf } from '../output/table.js';
import { AUDIT_HEADINGS, auditRow, type AuditEntry } from './audit-entry.js';

interface AuditPage {
  readonly entries: readonly AuditEntry[];
  readonly next?: string;
}

type Query = Readonly<Record<string, string | number | undefined>>;

const PAGE = 500;
const LOOK_EVERY_MS = 1000;
/** Entries come in batches and from several auth-servers, so that an older one may come later. */
const OVERLAP_MS = 10_000;

const text = (describe: string) => ({ type: 'string', requiresArg: true, describe }) as const;

/** `m2m audit`: what was denied, and what administrators did. */
export const audit = command({
  command: 'audit',
  describe: 'Show what was denied and what administrators did, newest first',
  examples: [
    ['audit --since 1h --caller m1', 'why m1 did not get through'],
    ['audit --kind act --json', 'what administrators did, for a program'],
    ['audit --follow', 'as it happens; Ctrl-C ends it'],
  ],
  options: {
    kind: { choices: ['denial', 'act', 'gap'], describe: 'Only of this kind' },
    caller: text('Only denials of this caller'),
    target: text('Only denials for this target'),
    reason: text('Only denials for this reason, such as no_edge'),
    actor: text('Only acts of this administrator'),
    since: text('From when on: 30m, 12h, 7d, or a time such as 2026-01-31T12:00:00Z'),
    until: text('Up to when'),
    limit: { type: 'number', requiresArg: true, default: 50, describe: 'How many, up to 5000' },
    follow: { type: 'boolean', describe: 'Go on with what comes, oldest first' },
  },
  run: async (args, context) => {
    const { kind, caller, target, reason, actor, since, until, limit } = args;
    const filters = { kind, caller, target, reason, actor };
    if (args.follow === true) {
      if (since !== undefined || until !== undefined) throw followsWhatComes();
      return follow(context, filters);
    }
    const { out } = context;
    const wanted = read(context, { ...filters, since, until }, Math.min(limit, 5000));
    const entries = await out.during('Reading the audit', wanted);
    out.show(entries, () =>
      entries.length === 0 ? 'Nothing.' : out.table(AUDIT_HEADINGS, entries.map(auditRow)),
    );
    return undefined;
  },
});

async function read(
  { client }: Context,
  query: Query,
  most: number,
): Promise<readonly AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let cursor: string | undefined;
  do {
    const limit = Math.min(PAGE, most - entries.length);
    const page: AuditPage = await client.json<AuditPage>('readAudit', {
      query: { ...query, limit, cursor },
    });
    entries.push(...page.entries);
    cursor = page.next;
  } while (cursor !== undefined && entries.length < most);
  return entries;
}

function followsWhatComes(): UsageError {
  return new UsageError(
    '--follow shows what comes; --since and --until ask for what was.',
    'Leave one of them out.',
  );
}

/** Prints what comes until Ctrl-C, which is its good end whatever is under way. */
async function follow(context: Context, filters: Query): Promise<undefined> {
  try {
    await printWhatComes(context, filters);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
  }
  return undefined;
}

/** A line each; with --json, of JSON. */
async function printWhatComes(context: Context, filters: Query): Promise<void> {
  const { out, signal } = context;
  let seen = new Set<string>();
  let fromMs = Date.now();
  out.note('Waiting for what comes. Ctrl-C ends it.');
  while (!signal.aborted) {
    const since = new Date(fromMs - OVERLAP_MS).toISOString();
    const entries = await read(context, { ...filters, since }, 5000);
    for (const entry of entries.toReversed()) {
      if (!seen.has(entry.id)) out.write(lineOf(entry, out.isJson));
    }
    seen = new Set(entries.map(({ id }) => id));
    fromMs = Math.max(fromMs, ...entries.slice(0, 1).map(({ at }) => Date.parse(at)));
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

function lineOf(entry: AuditEntry, isJson: boolean): string {
  if (isJson) return JSON.stringify(entry);
  return auditRow(entry).map(textOf).join('  ');
}
