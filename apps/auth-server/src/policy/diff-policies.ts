import type { PolicyBody, TargetBody } from './render-policy-document.js';

/** One thing that two policies disagree on. */
export interface PolicyDifference {
  readonly kind: 'microservice' | 'group' | 'edge' | 'trust';
  readonly change: 'added' | 'removed' | 'changed';
  /** `m1`, `shop`, `m1 -> m2`, or issuer, audience and subject. */
  readonly name: string;
  /** Only of an edge. */
  readonly caller?: string;
  /** Only of an edge. */
  readonly target?: string;
  /** As the document has it; absent when it was added. */
  readonly before?: unknown;
  /** As the document has it; absent when it was removed. */
  readonly after?: unknown;
}

/** What a change of a policy did, as it is kept with its version. */
export interface PolicyChanges {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** The first of them. */
  readonly differences: readonly PolicyDifference[];
}

/** Two changes of one thing that do not say the same. */
export interface PolicyClash extends Pick<
  PolicyDifference,
  'kind' | 'name' | 'caller' | 'target' | 'before'
> {
  readonly yours: Pick<PolicyDifference, 'change' | 'after'>;
  readonly theirs: Pick<PolicyDifference, 'change' | 'after'>;
}

type Item = Pick<PolicyDifference, 'kind' | 'name' | 'caller' | 'target'> & {
  readonly body: unknown;
};

/** Differences that are kept or shown at once. */
export const MOST_DIFFERENCES = 1000;

/** What must be done to one policy to have the other: microservices, groups, edges, trust, by name. */
export function diffPolicies(from: PolicyBody, to: PolicyBody): readonly PolicyDifference[] {
  const before = itemsOf(from);
  const after = itemsOf(to);
  const keys = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return keys.flatMap((key): readonly PolicyDifference[] => {
    const [one, other] = [before.get(key), after.get(key)];
    const { body: _body, ...what } = (other ?? one) as Item;
    if (one === undefined) return [{ ...what, change: 'added' as const, after: other?.body }];
    if (other === undefined) return [{ ...what, change: 'removed' as const, before: one.body }];
    if (isSame(one.body, other.body)) return [];
    return [{ ...what, change: 'changed' as const, before: one.body, after: other.body }];
  });
}

/** The things that two changes of one policy both touched, and not in the same way. */
export function clashesOf(
  yours: readonly PolicyDifference[],
  theirs: readonly PolicyDifference[],
): readonly PolicyClash[] {
  const byKey = new Map(theirs.map((one) => [`${one.kind} ${one.name}`, one]));
  return yours.flatMap((mine) => {
    const other = byKey.get(`${mine.kind} ${mine.name}`);
    if (other === undefined || isSame(mine.after, other.after)) return [];
    const { change: _change, after: _after, ...what } = mine;
    return [{ ...what, yours: sideOf(mine), theirs: sideOf(other) }];
  });
}

/** How much was done, and the first of it. */
export function changesOf(differences: readonly PolicyDifference[]): PolicyChanges {
  const count = (change: PolicyDifference['change']): number =>
    differences.filter((one) => one.change === change).length;
  return {
    added: count('added'),
    removed: count('removed'),
    changed: count('changed'),
    differences: differences.slice(0, MOST_DIFFERENCES),
  };
}

function sideOf({ change, after }: PolicyDifference): Pick<PolicyDifference, 'change' | 'after'> {
  return { change, ...(after !== undefined && { after }) };
}

function itemsOf({ microservices, groups = {}, allow, trust = [] }: PolicyBody): Map<string, Item> {
  const items = [
    ...Object.entries(microservices).map(([name, body]) => ({
      kind: 'microservice' as const,
      name,
      body,
    })),
    ...Object.entries(groups).map(([name, body]) => ({ kind: 'group' as const, name, body })),
    ...Object.entries(allow).flatMap(([caller, targets]) => targets.map(edgeItem(caller))),
    ...trust.map((rule) => ({
      kind: 'trust' as const,
      name: [rule.issuer, rule.audience, rule.subject].join(' '),
      body: rule,
    })),
  ];
  return new Map(items.map((item) => [`${ORDER.indexOf(item.kind)} ${item.name}`, item]));
}

const ORDER = ['microservice', 'group', 'edge', 'trust'] as const;

function edgeItem(caller: string): (entry: TargetBody) => Item {
  return (entry) => {
    const { target, ...body } = typeof entry === 'string' ? { target: entry } : entry;
    return { kind: 'edge', name: `${caller} -> ${target}`, caller, target, body };
  };
}

/** Both come from the same renderer, so that equal ones have their members in the same order. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
