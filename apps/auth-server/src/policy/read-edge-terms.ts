import type { DocumentProblems, Place } from './document-problems.js';
import { itemsOf, quote, textOf, type Entry } from './document-tree.js';
import { EDGE_TTL_SEC, type EdgeTerms } from './edge.js';
import { parseDurationSec } from './edge-duration.js';
import { parseEnd } from './edge-end.js';
import { DOCUMENT_LIMITS } from './policy-document.js';
import { readMode, readNote } from './read-notes.js';
import { isScope } from './scope.js';

type Members = ReadonlyMap<string, Entry>;

/** What an entry of `allow` may say beside its target. */
export const TERMS = [
  'scopes',
  'ttl',
  'until',
  'mode',
  'reason',
  'owner',
  'sender-constrained',
] as const;

/** Reads what an entry says, as far as it can be read. */
export function readEdgeTerms(members: Members, problems: DocumentProblems): EdgeTerms {
  const read = <T>(
    key: (typeof TERMS)[number],
    reader: (place: Place, problems: DocumentProblems) => T,
  ): T | undefined => {
    const member = members.get(key);
    return member === undefined ? undefined : reader(member.value, problems);
  };
  const terms = {
    ttlSec: read('ttl', readTtl),
    until: read('until', readEnd),
    reason: read('reason', (place) => readNote(place, DOCUMENT_LIMITS.reasonLength, problems)),
    owner: read('owner', (place) => readNote(place, DOCUMENT_LIMITS.ownerLength, problems)),
    senderConstrained: read('sender-constrained', readProof),
  };
  const given = Object.entries(terms).filter(([, value]) => value !== undefined);
  return {
    scopes: read('scopes', readScopes) ?? [],
    mode: read('mode', readMode) ?? 'enforce',
    ...(Object.fromEntries(given) as Partial<EdgeTerms>),
  };
}

function readTtl(place: Place, problems: DocumentProblems): number | undefined {
  const ttlSec = parseDurationSec(textOf(place.node) ?? '');
  const { least, most } = EDGE_TTL_SEC;
  if (ttlSec !== undefined && ttlSec >= least && ttlSec <= most) return ttlSec;
  problems.at(place, 'A ttl is written 90s, 10m or 2h, and is from 1s to 2h.');
  return undefined;
}

function readEnd(place: Place, problems: DocumentProblems): Date | undefined {
  const until = parseEnd(textOf(place.node) ?? '');
  if (until === undefined) {
    problems.at(place, 'An end is a day, 2027-01-31, or a second in UTC, 2027-01-31T18:00:00Z.');
  }
  return until;
}

function readProof(place: Place, problems: DocumentProblems): 'dpop' | undefined {
  if (textOf(place.node) === 'dpop') return 'dpop';
  problems.at(place, '"sender-constrained" can be dpop; leave it out to ask for no proof.');
  return undefined;
}

function readScopes(place: Place, problems: DocumentProblems): readonly string[] {
  const items = itemsOf(place, problems) ?? [];
  if (items.length > DOCUMENT_LIMITS.scopesPerEdge) {
    problems.at(place, `An edge has at most ${DOCUMENT_LIMITS.scopesPerEdge} scopes.`);
  }
  const scopes = new Set<string>();
  for (const item of items) {
    const scope = textOf(item.node);
    if (!isScope(scope)) {
      problems.at(
        item,
        `A scope is up to ${DOCUMENT_LIMITS.scopeLength} printable characters without space, quote and backslash.`,
      );
    } else if (scopes.has(scope)) {
      problems.at(item, `Scope ${quote(scope)} is listed twice: keep one.`);
    } else scopes.add(scope);
  }
  return [...scopes];
}
