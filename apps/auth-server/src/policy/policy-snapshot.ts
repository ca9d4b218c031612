import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RegistrySnapshot } from '../registry/registry-snapshot.js';
import type { Edge } from './edge.js';
import { expandEdges, MOST_EDGES, type PolicyGroup } from './expand-edges.js';
import type { TrustRule } from './trust-rule.js';

/** What a policy may have beside the edges that are written out. */
export interface PolicyExtras {
  /** Whose tokens count beside those that are issued here. */
  readonly trust?: readonly TrustRule[];
  readonly groups?: readonly PolicyGroup[];
  /** Entries with a group or a wildcard on either side. */
  readonly wide?: readonly Edge[];
}

/** Edges that are added before other work of the process gets its turn. */
const PAGE = 2000;

/** Registry and edges as of one version; it never changes. Names match byte by byte. */
export class PolicySnapshot {
  readonly trust: readonly TrustRule[];
  private readonly byCaller = new Map<string, Map<string, Edge>>();

  constructor(
    readonly version: number,
    readonly registry: RegistrySnapshot,
    edges: Iterable<Edge>,
    private readonly extras: PolicyExtras = {},
  ) {
    this.trust = extras.trust ?? [];
    for (const edge of edges) this.add(edge);
    for (const edge of this.expanded()) this.add(edge);
  }

  /** Builds a snapshot from edges that come in pages, so that many of them hold up nobody. */
  static async collect(
    version: number,
    registry: RegistrySnapshot,
    pages: AsyncIterable<readonly Edge[]>,
    { wide = [], ...others }: PolicyExtras = {},
  ): Promise<PolicySnapshot> {
    const snapshot = new PolicySnapshot(version, registry, [], others);
    for await (const page of pages) for (const edge of page) snapshot.add(edge);
    let added = 0;
    for (const edge of snapshot.expanded(wide)) {
      snapshot.add(edge);
      if (++added % PAGE === 0) await nextTurn();
    }
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

  /** The microservices that the policy names together. */
  get groups(): readonly PolicyGroup[] {
    return this.extras.groups ?? [];
  }

  /** What is beyond the most edges is left out, and so refused: a document that asks for it is, too. */
  private *expanded(wide = this.extras.wide ?? []): Generator<Edge> {
    if (wide.length === 0) return;
    const names = this.registry.all().map(({ name }) => name);
    let left = MOST_EDGES;
    for (const edge of expandEdges(wide, { names, groups: this.groups })) {
      if (left-- === 0) return;
      yield edge;
    }
  }

  /** The first edge between two stays. */
  private add(edge: Edge): void {
    const ofCaller = this.byCaller.get(edge.caller) ?? new Map<string, Edge>();
    if (ofCaller.size === 0) this.byCaller.set(edge.caller, ofCaller);
    if (!ofCaller.has(edge.target)) ofCaller.set(edge.target, edge);
  }
}
