import { decide, type DecisionQuestion, type PolicyRefusal } from '../policy/decide.js';
import type { Edge } from '../policy/edge.js';
import { nearestName } from '../policy/nearest-name.js';
import type { PolicySnapshot } from '../policy/policy-snapshot.js';
import type { IssuingStop, RevocationSnapshot } from '../revocations/revocation-snapshot.js';

/** Why a call is refused, as far as the credential is not the reason. */
export type WhyReason = 'edge' | PolicyRefusal | IssuingStop;

/** What a decision would be, and all that it rests on. */
export interface Explanation {
  readonly allowed: boolean;
  readonly reason: WhyReason;
  /** What would be the refusal if caller and edge were enforced. */
  readonly observed?: WhyReason;
  /** The same for a person. */
  readonly sentence: string;
  /** The edge between the two, whether it lets the call through or not. */
  readonly edge?: Edge;
  /** The name that a misspelt one most likely means. */
  readonly nearest?: { readonly caller?: string; readonly target?: string };
  /** Some of those whom the caller may call. */
  readonly callerMayCall: readonly string[];
  /** Some of those who may call the target. */
  readonly mayCallTarget: readonly string[];
  /** Whom to ask. */
  readonly owner?: string;
  readonly policyVersion: number;
}

/** Names that are listed on either side. */
const MOST_NAMES = 10;

/**
 * Explains a decision by making it: revocations first, then the policy, as a token is issued to a
 * caller that proves a key wherever the edge wants it to.
 */
export function explain(
  snapshot: PolicySnapshot,
  revocations: Pick<RevocationSnapshot, 'issuingStop'>,
  question: DecisionQuestion,
): Explanation {
  const { caller, target } = question;
  const stop = revocations.issuingStop({ caller, chain: [], target });
  const decision = decide(snapshot, { ...question, isBound: true });
  const isKnown = snapshot.registry.find(caller)?.isEnabled === true;
  const edge = snapshot.findEdge(caller, target);
  const made = outcomeOf(decision, isKnown ? stop : undefined);
  const owner = edge?.owner ?? snapshot.registry.find(target)?.owner;
  return {
    ...made,
    sentence: sentenceOf(made, question, edge),
    ...(edge !== undefined && { edge }),
    ...nearestOf(snapshot, question),
    callerMayCall: namesOf(snapshot.edgesOf(caller).map((one) => one.target)),
    mayCallTarget: namesOf(
      snapshot.registry.all().flatMap(({ name }) => snapshot.findEdge(name, target)?.caller ?? []),
    ),
    ...(owner !== undefined && { owner }),
    policyVersion: snapshot.version,
  };
}

type Outcome = Pick<Explanation, 'allowed' | 'reason' | 'observed'>;

function outcomeOf(decision: ReturnType<typeof decide>, stop: IssuingStop | undefined): Outcome {
  if (stop !== undefined) return { allowed: false, reason: stop };
  if (!decision.allowed) return { allowed: false, reason: decision.reason };
  const { observed } = decision;
  return { allowed: true, reason: 'edge', ...(observed !== undefined && { observed }) };
}

const BOUND_ONLY = 'The edge gives only tokens that are bound to a key (DPoP).';

const SENTENCES: Readonly<Record<WhyReason, (question: DecisionQuestion, edge?: Edge) => string>> =
  {
    edge: ({ caller, target }, edge) => {
      const sentence = `${caller} may call ${target}.`;
      return edge?.senderConstrained === undefined ? sentence : `${sentence} ${BOUND_ONLY}`;
    },
    caller_unknown: ({ caller }) => `No microservice is called ${caller}.`,
    caller_disabled: ({ caller }) => `${caller} is disabled.`,
    target_unknown: ({ target }) => `No microservice is called ${target}.`,
    target_disabled: ({ target }) => `${target} is disabled.`,
    caller_revoked: ({ caller }) => `${caller} is revoked.`,
    edge_revoked: ({ caller, target }) => `The edge from ${caller} to ${target} is revoked.`,
    no_edge: ({ caller, target }) => `The policy has no edge from ${caller} to ${target}.`,
    edge_expired: ({ caller, target }, edge) =>
      `The edge from ${caller} to ${target} ended at ${edge?.until?.toISOString() ?? 'some time'}.`,
    scope_missing: ({ caller, target, scopes }, edge) => {
      const missing = scopes.filter((scope) => edge?.scopes.includes(scope) !== true);
      return `The edge from ${caller} to ${target} does not have ${missing.join(', ')}.`;
    },
    proof_missing: () => BOUND_ONLY,
  };

function sentenceOf(
  { reason, observed }: Outcome,
  question: DecisionQuestion,
  edge: Edge | undefined,
): string {
  const sentence = SENTENCES[reason](question, edge);
  if (observed === undefined) return sentence;
  return `${sentence} It is observed only: ${SENTENCES[observed](question, edge)}`;
}

function nearestOf(
  { registry }: PolicySnapshot,
  { caller, target }: DecisionQuestion,
): Pick<Explanation, 'nearest'> {
  const names = registry.all().map(({ name }) => name);
  const near = (asked: string): string | undefined =>
    registry.find(asked) === undefined ? nearestName(asked, names) : undefined;
  const [from, to] = [near(caller), near(target)];
  if (from === undefined && to === undefined) return {};
  const nearest = {
    ...(from !== undefined && { caller: from }),
    ...(to !== undefined && { target: to }),
  };
  return { nearest };
}

function namesOf(names: readonly string[]): readonly string[] {
  return names.toSorted().slice(0, MOST_NAMES);
}
