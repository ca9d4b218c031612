import type { Edge } from './edge.js';
import { expandEdges } from './expand-edges.js';
import type { PolicyDocument } from './policy-document.js';
import { isWide, subjectOf } from './policy-subject.js';

/** What is allowed, and yet worth a second look. */
export interface PolicyFinding {
  readonly code:
    | 'wildcard'
    | 'edge_expired'
    | 'edge_expiring'
    | 'observed'
    | 'group_empty'
    | 'group_unused'
    | 'microservice_unreachable'
    | 'edge_shadowed'
    | 'no_owner';
  /** What it is about: `m1`, `group:shop`, `m1 -> m2`. */
  readonly subject: string;
  /** What is so, and what to do. */
  readonly message: string;
}

/** Findings that are told at once. */
const MOST_FINDINGS = 500;

const SOON_MS = 14 * 24 * 3_600_000;

type Finder = (document: PolicyDocument, nowMs: number) => Iterable<PolicyFinding>;

/** What of a policy is worth a second look, as of a moment; at most 500 findings. */
export function lintPolicy(document: PolicyDocument, nowMs: number): readonly PolicyFinding[] {
  const found: PolicyFinding[] = [];
  for (const find of FINDERS) {
    for (const finding of find(document, nowMs)) {
      if (found.length === MOST_FINDINGS) return found;
      found.push(finding);
    }
  }
  return found;
}

const nameOf = ({ caller, target }: Pick<Edge, 'caller' | 'target'>): string =>
  `${caller} -> ${target}`;

function* wildcards({ allow }: PolicyDocument): Generator<PolicyFinding> {
  for (const edge of allow) {
    if (![edge.caller, edge.target].some((side) => subjectOf(side).kind === 'all')) continue;
    const message =
      'Stands for every microservice, those to come included. Name those that need it.';
    yield { code: 'wildcard', subject: nameOf(edge), message };
  }
}

function* ends({ allow }: PolicyDocument, nowMs: number): Generator<PolicyFinding> {
  for (const edge of allow) {
    if (edge.until === undefined) continue;
    const day = edge.until.toISOString().slice(0, 10);
    const leftMs = edge.until.getTime() - nowMs;
    const subject = nameOf(edge);
    if (leftMs <= 0) {
      yield {
        code: 'edge_expired',
        subject,
        message: `Ended on ${day}. Take it out, or renew it.`,
      };
    } else if (leftMs <= SOON_MS) {
      yield {
        code: 'edge_expiring',
        subject,
        message: `Ends on ${day}. Renew it if it is needed.`,
      };
    }
  }
}

function* observed({ microservices, allow }: PolicyDocument): Generator<PolicyFinding> {
  const message = 'Lets calls through that nothing allows. Write the edges down, then enforce.';
  for (const { name, mode } of microservices) {
    if (mode === 'observe') yield { code: 'observed', subject: name, message };
  }
  for (const edge of allow) {
    if (edge.mode === 'observe') yield { code: 'observed', subject: nameOf(edge), message };
  }
}

function* groupsOf({ groups = [], allow }: PolicyDocument): Generator<PolicyFinding> {
  const used = new Set(allow.flatMap(({ caller, target }) => [caller, target]));
  for (const { name, members } of groups) {
    const subject = `group:${name}`;
    if (members.length === 0) {
      yield { code: 'group_empty', subject, message: 'Has no member: its edges allow nothing.' };
    }
    if (!used.has(subject)) {
      yield { code: 'group_unused', subject, message: 'Stands on no side of any edge.' };
    }
  }
}

/** Wide entries in the order in which they win, so that whatever comes second is never looked at. */
function* shadowed(document: PolicyDocument): Generator<PolicyFinding> {
  const { allow, groups = [], microservices } = document;
  const wide = allow.filter(isWide);
  if (wide.length === 0) return;
  const taken = new Set(allow.filter((edge) => !isWide(edge)).map(nameOf));
  const winning = new Set<string>();
  const names = microservices.map(({ name }) => name);
  for (const edge of expandEdges(wide, { names, groups })) {
    if (taken.has(nameOf(edge))) continue;
    taken.add(nameOf(edge));
    winning.add(nameOf(edge.via ?? edge));
  }
  for (const edge of wide) {
    if (winning.has(nameOf(edge))) continue;
    const message = 'Allows nothing: closer entries win for each of its edges. Take it out.';
    yield { code: 'edge_shadowed', subject: nameOf(edge), message };
  }
}

function* unreachable({
  microservices,
  groups = [],
  allow,
}: PolicyDocument): Generator<PolicyFinding> {
  const named = new Set(allow.flatMap(({ caller, target }) => [caller, target]));
  if (named.has('*')) return;
  const grouped = groups
    .filter(({ name }) => named.has(`group:${name}`))
    .flatMap(({ members }) => members);
  const known = new Set([...named, ...grouped]);
  for (const { name } of microservices) {
    if (known.has(name)) continue;
    const message = 'Calls nobody and is called by nobody. Add an edge, or take it out.';
    yield { code: 'microservice_unreachable', subject: name, message };
  }
}

/** Only where owners are in use at all: a small policy does without. */
function* ownerless({ microservices }: PolicyDocument): Generator<PolicyFinding> {
  if (!microservices.some(({ owner }) => owner !== undefined)) return;
  for (const { name, owner } of microservices) {
    if (owner !== undefined) continue;
    yield { code: 'no_owner', subject: name, message: 'Has no owner to ask, unlike others.' };
  }
}

const FINDERS: readonly Finder[] = [
  wildcards,
  ends,
  observed,
  groupsOf,
  shadowed,
  unreachable,
  ownerless,
];
