import { nearestMatch } from '../output/nearest-match.js';
import type { CallGraph, GraphEdge } from '../policy/call-graph.js';

/** The policy as code is compared with it: what it allows now. */
export class PolicyView {
  readonly names: readonly string[];
  private readonly byPair: ReadonlyMap<string, GraphEdge>;
  private readonly off: ReadonlySet<string>;
  private readonly observed: ReadonlySet<string>;

  constructor(
    { nodes, edges }: CallGraph,
    private readonly nowMs: number,
  ) {
    this.names = nodes.map(({ name }) => name);
    this.off = new Set(nodes.flatMap(({ name, isEnabled }) => (isEnabled ? [] : [name])));
    this.observed = new Set(
      nodes.flatMap(({ name, isEnabled, mode }) => (isEnabled && mode === 'observe' ? [name] : [])),
    );
    this.byPair = new Map(
      edges.map((edge) => [
        `${edge.caller} ${edge.target}`,
        this.observed.has(edge.caller) ? { ...edge, mode: 'observe' } : edge,
      ]),
    );
  }

  /** The edges that have not ended. */
  get edges(): readonly GraphEdge[] {
    return [...this.byPair.values()].filter((edge) => !this.hasEnded(edge));
  }

  /** Whether some caller is let through whatever the edges say. */
  get observesCallers(): boolean {
    return this.observed.size > 0;
  }

  /** The edge of a pair in force; one that is made up when the caller is observed. */
  edge(caller: string, target: string): GraphEdge | undefined {
    if (this.switchedOff(caller, target) !== undefined) return undefined;
    const edge = this.byPair.get(`${caller} ${target}`);
    if (edge !== undefined && !this.hasEnded(edge)) return edge;
    return this.observed.has(caller) ? { caller, target, scopes: [], mode: 'observe' } : undefined;
  }

  /** Which of two microservices is switched off. */
  switchedOff(caller: string, target: string): string | undefined {
    return [caller, target].find((name) => this.off.has(name));
  }

  /** Why {@link edge} finds none. */
  whyNoEdge(caller: string, target: string): string {
    const off = this.switchedOff(caller, target);
    if (off !== undefined) return `${off} is switched off.`;
    const ended = this.byPair.get(`${caller} ${target}`)?.until;
    const pair = `${caller} -> ${target}`;
    return ended === undefined
      ? `The policy has no edge ${pair}.`
      : `The edge ${pair} ended on ${ended}.`;
  }

  /** How to get one: an edge, or a microservice that is switched on. */
  repairOf(caller: string, target: string): string {
    const off = this.switchedOff(caller, target);
    return off === undefined
      ? `Add the edge ${caller} -> ${target} to the policy`
      : `Switch ${off} on in the policy ("enabled")`;
  }

  /** A hint at the name that was meant, with a space before it; empty when none is near. */
  meant(name: string): string {
    const near = nearestMatch(name, this.names);
    return near === undefined ? '' : ` Did you mean ${near}?`;
  }

  private hasEnded({ until, mode }: GraphEdge): boolean {
    return until !== undefined && mode === 'enforce' && Date.parse(until) <= this.nowMs;
  }
}

/** The scopes of a list that an edge does not give; an observed edge refuses none. */
export function missingScopes(edge: GraphEdge, scopes: readonly string[]): readonly string[] {
  return edge.mode === 'observe' ? [] : scopes.filter((scope) => !edge.scopes.includes(scope));
}
