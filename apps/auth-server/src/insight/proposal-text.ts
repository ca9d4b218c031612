import { rewriteEdges } from '../policy/rewrite-edges.js';
import type { ProposedEdges } from './propose-edges.js';

/** What a proposal is made from. */
export interface ProposalSource {
  /** The policy in force, in YAML. */
  readonly source: string;
  readonly version: number;
  readonly since: Date;
  readonly until: Date;
  /** Calls in the period. */
  readonly calls: number;
  /** Calls of which nobody knows any more which they were. */
  readonly untold: number;
}

const MARK = '# proposal: ';
const OLD_HEADER = /^# proposal: .*\n/gm;

/** Names that a header lists; there may be thousands. */
const MOST_NAMES = 20;

/** A policy that allows what was seen and nothing else, with the reasons for it on top. */
export function proposalText(
  { edges, unused, refused }: ProposedEdges,
  { source, version, since, until, calls, untold }: ProposalSource,
): string {
  const period = `${since.toISOString()} to ${until.toISOString()}`;
  const header = [
    `from ${calls} calls, ${period}, policy version ${version}.`,
    `${edges.length} edges; nothing is observed, groups and wildcards are written out.`,
    ...listed('left out, not called', unused),
    ...listed('left out, refused by the policy in force', refused),
    ...(untold > 0 ? [`${untold} calls could not be told apart: compare with the log.`] : []),
  ];
  const body = rewriteEdges(source.replace(OLD_HEADER, ''), edges);
  return `${header.map((line) => `${MARK}${line}\n`).join('')}${body}`;
}

function listed(what: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, MOST_NAMES);
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : '';
  return [`${what}: ${shown.join(', ')}${more}`];
}
