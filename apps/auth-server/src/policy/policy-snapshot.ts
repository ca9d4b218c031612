import type { RegistrySnapshot } from '../registry/registry-snapshot.js';
import type { Edge } from './edge.js';
import type { TrustRule } from './trust-rule.js';

/** Registry and edges as of one version; it never changes. Names match byte by byte. */
export class PolicySnapshot {
  private readonly byCaller = new Map<string, Map<string, Edge>>();

  constructor(
    readonly version: number,
    readonly registry: RegistrySnapshot,
    edges: Iterable<Edge>,
    /** Whose tokens count beside those that are issued here. */
    readonly trust: readonly TrustRule[] = [],
  ) {
    this.add(edges);
  }

  /** Builds a snapshot from edges that come in pages, so that many of them hold up nobody. */
  static async collect(
    version: number,
    registry: RegistrySnapshot,
    pages: AsyncIterable<readonly Edge[]>,
    trust: readonly TrustRule[] = [],
  ): Promise<PolicySnapshot> {
    const snapshot = new PolicySnapshot(version, registry, [], trust);
    for await (const page of pages) snapshot.add(page);
    return snapshot;
  }

  /** The edge from exactly this caller to exactly this target. */
  findEdge(caller: string, target: string): Edge | undefined {
    return this.byCaller.get(caller)?.get(target);
  }

  /** The edges of one caller, in no particular order. */
  edgesOf(caller: string): readonly Edge[] {
    return [...(this.byCaller.get(caller)?.values() ?? [])];
  }

  private add(edges: Iterable<Edge>): void {
    for (const edge of edges) {
      const ofCaller = this.byCaller.get(edge.caller);
      if (ofCaller === undefined) this.byCaller.set(edge.caller, new Map([[edge.target, edge]]));
      else ofCaller.set(edge.target, edge);
    }
  }
}
