import type { MicroserviceEntry, PolicyBody, TargetEntry } from './policy-body.js';

/** A microservice in a {@link CallGraph}. */
export interface GraphNode {
  readonly name: string;
  readonly isEnabled: boolean;
  /** Its calls are let through, whatever the edges say. */
  readonly mode?: 'observe';
}

/** An edge in a {@link CallGraph}. */
export interface GraphEdge {
  readonly caller: string;
  readonly target: string;
  readonly scopes: readonly string[];
  readonly mode: 'enforce' | 'observe';
  readonly until?: string;
  /** The entry that it comes from, when a group or a wildcard stands in it. */
  readonly via?: string;
}

/** Who may call whom, with groups and wildcards written out. */
export interface CallGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

const GROUP = 'group:';
const EVERYBODY = '*';

/**
 * The graph of a policy. Of two entries for the same pair the one wins that the auth-server takes: what
 * is written out over a group, that over a wildcard, and the closer caller over the closer target.
 */
export function callGraph({ microservices, allow, groups = {} }: PolicyBody): CallGraph {
  const names = Object.keys(microservices);
  const members = (side: string): readonly string[] => {
    if (side === EVERYBODY) return names;
    return side.startsWith(GROUP) ? (groups[side.slice(GROUP.length)] ?? []) : [side];
  };
  const written = Object.entries(allow)
    .flatMap(([caller, entries]) => entries.map((entry) => writtenEdge(caller, entry)))
    .toSorted(byPrecedence);
  const edges = new Map<string, GraphEdge>();
  for (const edge of written) {
    for (const caller of members(edge.caller)) {
      for (const target of members(edge.target)) {
        const key = `${caller} ${target}`;
        if (!edges.has(key)) edges.set(key, expanded(edge, caller, target));
      }
    }
  }
  return {
    nodes: names.toSorted().map((name) => nodeOf(name, microservices[name])),
    edges: [...edges.values()].toSorted(byNames),
  };
}

/** The part of a graph that a microservice reaches, directly or through others: its blast radius. */
export function reachedFrom({ nodes, edges }: CallGraph, start: string): CallGraph {
  const reached = new Set([start]);
  for (const name of reached) {
    for (const { caller, target } of edges) if (caller === name) reached.add(target);
  }
  return {
    nodes: nodes.filter(({ name }) => reached.has(name)),
    edges: edges.filter(({ caller }) => reached.has(caller)),
  };
}

function writtenEdge(caller: string, entry: TargetEntry): GraphEdge {
  if (typeof entry === 'string') return { caller, target: entry, scopes: [], mode: 'enforce' };
  const { target, scopes = [], mode = 'enforce', until } = entry;
  return { caller, target, scopes, mode, ...(until !== undefined && { until }) };
}

function expanded(edge: GraphEdge, caller: string, target: string): GraphEdge {
  if (closeness(edge.caller) + closeness(edge.target) === 4) return edge;
  return { ...edge, caller, target, via: `${edge.caller} -> ${edge.target}` };
}

/** Those that win first. */
function byPrecedence(a: GraphEdge, b: GraphEdge): number {
  const [callerA, targetA] = [closeness(a.caller), closeness(a.target)];
  const [callerB, targetB] = [closeness(b.caller), closeness(b.target)];
  return (
    Math.min(callerB, targetB) - Math.min(callerA, targetA) ||
    callerB + targetB - (callerA + targetA) ||
    callerB - callerA ||
    byNames(a, b)
  );
}

function closeness(side: string): number {
  if (side === EVERYBODY) return 0;
  return side.startsWith(GROUP) ? 1 : 2;
}

function nodeOf(name: string, { enabled, mode }: MicroserviceEntry = {}): GraphNode {
  return { name, isEnabled: enabled !== false, ...(mode === 'observe' && { mode }) };
}

function byNames(a: GraphEdge, b: GraphEdge): number {
  const [left, right] = [`${a.caller} ${a.target}`, `${b.caller} ${b.target}`];
  return Number(left > right) - Number(left < right);
}
