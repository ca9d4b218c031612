import { nearestMatch } from '../output/nearest-match.js';
import type { CallGraph, GraphEdge } from '../policy/call-graph.js';

/** The policy as code is compared with it: what it allows now. */
export class PolicyView {
  readonly names: readonly string[];
  private readonly byPair: ReadonlyMap<string, GraphEdge>;

  constructor(
    { nodes, edges }: CallGraph,
    private readonly nowMs: number,
  ) {
    this.names = nodes.map(({ name }) => name);
    this.byPair = new Map(edges.map((edge) => [`${edge.caller} ${edge.target}`, edge]));
  }

  /** The edges that have not ended. */
  get edges(): readonly GraphEdge[] {
    return [...this.byPair.values()].filter((edge) => !this.hasEnded(edge));
  }

  /** The edge of a pair, if it has not ended. */
  edge(caller: string, target: string): GraphEdge | undefined {
    const edge = this.byPair.get(`${caller} ${target}`);
    return edge === undefined || this.hasEnded(edge) ? undefined : edge;
  }

  /** Why {@link edge} finds none. */
  whyNoEdge(caller: string, target: string): string {
    const ended = this.byPair.get(`${caller} ${target}`)?.until;
    const pair = `${caller} -> ${target}`;
    return ended === undefined
      ? `The policy has no edge ${pair}.`
      : `The edge ${pair} ended on ${ended}.`;
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
