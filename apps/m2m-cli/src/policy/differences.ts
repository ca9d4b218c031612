/** One thing that two policies disagree on, as the auth-server tells it. */
export interface PolicyDifference {
  readonly kind: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly name: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What a change of a policy did. */
export interface PolicyChanges {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly differences: readonly PolicyDifference[];
}

const SIGN = { added: '+', removed: '-', changed: '~' } as const;

/** How much was done, in a few characters. */
export function changesInShort({ added, removed, changed }: PolicyChanges): string {
  const counts = [
    ['+', added],
    ['-', removed],
    ['~', changed],
  ] as const;
  const parts = counts.flatMap(([sign, count]) => (count === 0 ? [] : [`${sign}${count}`]));
  return parts.length === 0 ? 'nothing' : parts.join(' ');
}

/** Differences for people, one a line. */
export function differenceLines(differences: readonly PolicyDifference[]): readonly string[] {
  return differences.map(({ change, kind, name, before, after }) => {
    const terms = [before, after]
      .filter((side) => isSaying(side))
      .map((side) => JSON.stringify(side));
    const tail = terms.length === 0 ? '' : `  ${terms.join(' -> ')}`;
    return `${SIGN[change]} ${kind} ${name}${tail}`;
  });
}

/** Whether a side says more than that it is there. */
function isSaying(side: unknown): boolean {
  return typeof side === 'object' && side !== null && Object.keys(side).length > 0;
}
