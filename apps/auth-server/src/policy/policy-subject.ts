/** Every registered microservice. */
export const WILDCARD = '*';

const GROUP = 'group:';

/** Whom a policy document speaks of on either side of an edge. */
export type PolicySubject =
  | { readonly kind: 'microservice'; readonly name: string }
  | { readonly kind: 'group'; readonly name: string }
  | { readonly kind: 'all' };

/** Reads one side of an edge: `m1`, `group:shop` or `*`. No name has a colon or a star in it. */
export function subjectOf(text: string): PolicySubject {
  if (text === WILDCARD) return { kind: 'all' };
  return text.startsWith(GROUP)
    ? { kind: 'group', name: text.slice(GROUP.length) }
    : { kind: 'microservice', name: text };
}

/** A group as one side of an edge. */
export function groupSubject(name: string): string {
  return `${GROUP}${name}`;
}

/** Whether an edge is written with a group or a wildcard and stands for several. */
export function isWide({ caller, target }: { readonly caller: string; readonly target: string }) {
  return [caller, target].some((side) => subjectOf(side).kind !== 'microservice');
}
