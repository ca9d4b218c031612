import type { CallSeen } from '../audit/call-history.service.js';
import { decide, type Decision, type PolicyRefusal } from '../policy/decide.js';
import type { PolicySnapshot } from '../policy/policy-snapshot.js';

/** Calls that happened and that a policy would refuse. */
export interface RefusedCalls {
  readonly caller: string;
  readonly target: string;
  /** What was asked for; none asks for all that the edge has. */
  readonly scopes: readonly string[];
  readonly reason: PolicyRefusal;
  readonly count: number;
  readonly lastAt: Date;
  /** Whom to ask: about the edge, else about the caller. */
  readonly owner?: string | undefined;
}

/** Calls that asked for all that their edge has, and would get less. */
export interface NarrowedCalls {
  readonly caller: string;
  readonly target: string;
  readonly lost: readonly string[];
  readonly count: number;
  readonly lastAt: Date;
  readonly owner?: string | undefined;
}

/** What a policy would mean for calls of the past; most calls first. */
export interface PlannedCalls {
  /** Allowed by the policy in force, refused by the other. */
  readonly wouldDeny: readonly RefusedCalls[];
  /** Refused by both: they happened under an earlier policy. */
  readonly refusedAlready: readonly RefusedCalls[];
  readonly wouldNarrow: readonly NarrowedCalls[];
}

/** What calls are judged by, and when. */
export interface PolicyComparison {
  readonly before: PolicySnapshot;
  readonly after: PolicySnapshot;
  readonly nowMs: number;
}

/** Holds calls of the past against another policy: by the very `decide()` that would refuse them. */
export function planPolicy(
  calls: readonly CallSeen[],
  { before, after, nowMs }: PolicyComparison,
): PlannedCalls {
  const wouldDeny: RefusedCalls[] = [];
  const refusedAlready: RefusedCalls[] = [];
  const wouldNarrow: NarrowedCalls[] = [];
  for (const call of merged(calls)) {
    const owner = ownerOf(before, call);
    const isBound = isConstrained(before, call);
    const now = decide(before, { ...call, nowMs, isBound });
    const then = decide(after, { ...call, nowMs, isBound });
    const { caller, target, scopes, count, lastAt } = call;
    if (!then.allowed) {
      const list = now.allowed ? wouldDeny : refusedAlready;
      list.push({ caller, target, scopes, reason: then.reason, count, lastAt, owner });
      continue;
    }
    const lost = lostScopes(now, then);
    if (lost.length > 0) wouldNarrow.push({ caller, target, lost, count, lastAt, owner });
  }
  return {
    wouldDeny: wouldDeny.toSorted(byCount),
    refusedAlready: refusedAlready.toSorted(byCount),
    wouldNarrow: wouldNarrow.toSorted(byCount),
  };
}

/** Calls that ask the same, whyever they were let through. */
function merged(calls: readonly CallSeen[]): Iterable<CallSeen> {
  const byQuestion = new Map<string, CallSeen>();
  for (const call of calls) {
    const key = [call.caller, call.target, ...call.scopes].join(' ');
    const known = byQuestion.get(key);
    const count = call.count + (known?.count ?? 0);
    const lastAt = known !== undefined && known.lastAt > call.lastAt ? known.lastAt : call.lastAt;
    byQuestion.set(key, { ...call, count, lastAt });
  }
  return byQuestion.values();
}

function lostScopes(now: Decision, then: Decision): readonly string[] {
  if (!now.allowed || !then.allowed) return [];
  return now.scopes.filter((scope) => !then.scopes.includes(scope));
}

/** Whether the calls had to prove a key; of others nobody remembers whether they did. */
function isConstrained(policy: PolicySnapshot, { caller, target }: CallSeen): boolean {
  return policy.findEdge(caller, target)?.senderConstrained !== undefined;
}

function ownerOf(policy: PolicySnapshot, { caller, target }: CallSeen): string | undefined {
  return policy.findEdge(caller, target)?.owner ?? policy.registry.find(caller)?.owner;
}

function byCount(a: { readonly count: number }, b: { readonly count: number }): number {
  return b.count - a.count;
}
