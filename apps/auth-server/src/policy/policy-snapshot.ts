import type { RegistrySnapshot } from '../registry/registry-snapshot.js';
import type { Edge } from './edge.js';

/** Registry and edges as of one version; it never changes. Names match byte by byte. */
export class PolicySnapshot {
  private readonly byCaller = new Map<string, Map<string, Edge>>();

  constructor(
    readonly version: number,
    readonly registry: RegistrySnapshot,
    edges: Iterable<Edge>,
  ) {
    for (const edge of edges) {
      const ofCaller = this.byCaller.get(edge.caller);
      if (ofCaller === undefined) this.byCaller.set(edge.caller, new Map([[edge.target, edge]]));
      else ofCaller.set(edge.target, edge);
    }
  }

  /** The edge from exactly this caller to exactly this target. */
  findEdge(caller: string, target: string): Edge | undefined {
    return this.byCaller.get(caller)?.get(target);
  }

  /** The edges of one caller, in no particular order. */
  edgesOf(caller: string): readonly Edge[] {
    return [...(this.byCaller.get(caller)?.values() ?? [])];
  }
}
