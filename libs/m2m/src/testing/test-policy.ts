import { isMicroserviceName } from '../shared/microservice-name.js';
import { M2MOptionsError } from '../shared/options.error.js';

/** A target as a policy lists it: its name, or its name and the scopes of the edge. */
export type TestTarget =
  | string
  | {
      /** The microservice that may be called. */
      readonly target: string;
      /** What may be granted. */
      readonly scopes: readonly string[];
    };

/** Who may call whom, as it stands under `allow:` in `m2m.policy.yaml`: caller -> targets. */
export type TestPolicySpec = Readonly<Record<string, readonly TestTarget[]>>;

/** What a {@link TestPolicy} says: the granted scopes, or why not. */
export type TestDecision =
  | {
      /** There is such an edge. */
      readonly allowed: true;
      /** Granted: those asked for, or all of the edge. */
      readonly scopes: readonly string[];
    }
  | {
      /** There is none, or not with these scopes. */
      readonly allowed: false;
      /** As the auth-server would say it. */
      readonly code: 'M2M_EDGE_NOT_ALLOWED' | 'M2M_SCOPE_NOT_ALLOWED';
    };

/** A policy in memory. What is not listed is refused. */
export class TestPolicy {
  readonly #edges = new Map<string, readonly string[]>();
  readonly #used = new Set<string>();

  /** @throws M2MOptionsError for a name that no microservice can have */
  constructor(spec: TestPolicySpec) {
    for (const [caller, targets] of Object.entries(spec)) {
      for (const item of targets) {
        const { target, scopes } = typeof item === 'string' ? { target: item, scopes: [] } : item;
        for (const name of [caller, target]) checkName(name);
        this.#edges.set(edgeName(caller, target), [...scopes]);
      }
    }
  }

  /** Every microservice that the policy mentions. */
  get names(): readonly string[] {
    return [...new Set([...this.#edges.keys()].flatMap((edge) => edge.split(' -> ')))].toSorted();
  }

  /** The auth-server's rule: no scope asked for grants all scopes of the edge. */
  decide(caller: string, target: string, scopes: readonly string[] = []): TestDecision {
    const granted = this.#edges.get(edgeName(caller, target));
    if (granted === undefined) return { allowed: false, code: 'M2M_EDGE_NOT_ALLOWED' };
    if (scopes.length === 0) return { allowed: true, scopes: granted };
    const missing = scopes.some((scope) => !granted.includes(scope));
    if (missing) return { allowed: false, code: 'M2M_SCOPE_NOT_ALLOWED' };
    return { allowed: true, scopes: granted.filter((scope) => scopes.includes(scope)) };
  }

  /** Remembers that a test used an edge. */
  markUsed(caller: string, target: string): void {
    this.#used.add(edgeName(caller, target));
  }

  /** Edges for which no token was asked so far, as `m1 -> m2`. */
  unusedEdges(): readonly string[] {
    return [...this.#edges.keys()].filter((edge) => !this.#used.has(edge));
  }
}

const edgeName = (caller: string, target: string): string => `${caller} -> ${target}`;

function checkName(name: unknown): void {
  if (isMicroserviceName(name)) return;
  throw new M2MOptionsError(
    'policy',
    `names ${JSON.stringify(String(name).slice(0, 80))}, which no microservice can be called. Use lower-case letters, digits and hyphens.`,
  );
}
