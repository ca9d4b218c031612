import { isMap } from 'yaml';
import type { DocumentProblems, Place } from './document-problems.js';
import { entriesOf, itemsOf, membersOf, quote, textOf, type Entry } from './document-tree.js';
import type { Edge } from './edge.js';
import { checkSubject, type KnownSubjects } from './known-names.js';
import { readEdgeTerms, TERMS } from './read-edge-terms.js';

/** Reads `allow:`, as far as it can be read; callers and targets must be `known`. */
export function readAllow(
  place: Place,
  known: KnownSubjects,
  problems: DocumentProblems,
): readonly Edge[] {
  const callers = [...(entriesOf(place, problems)?.values() ?? [])];
  return callers.flatMap((caller) => {
    checkSubject(caller.keyPlace, caller.key, known, problems);
    return readTargets(caller, known, problems);
  });
}

function readTargets(
  { key: caller, value }: Entry,
  known: KnownSubjects,
  problems: DocumentProblems,
): readonly Edge[] {
  const seen = new Set<string>();
  return (itemsOf(value, problems) ?? []).flatMap((item) => {
    const edge = readEdge(caller, item, problems);
    if (edge === undefined) return [];
    checkSubject(item, edge.target, known, problems);
    if (seen.has(edge.target)) {
      problems.at(item, `${quote(edge.target)} is listed twice: keep one entry.`);
    }
    seen.add(edge.target);
    return [edge];
  });
}

function readEdge(caller: string, item: Place, problems: DocumentProblems): Edge | undefined {
  const name = textOf(item.node);
  if (name !== undefined) return { caller, target: name, scopes: [], mode: 'enforce' };
  if (!isMap(item.node)) {
    problems.at(item, 'A target is a name, or { target: name, scopes: [a, b] }.');
    return undefined;
  }
  const members = membersOf(item, ['target', ...TERMS], problems) ?? new Map<string, Entry>();
  const target = textOf(members.get('target')?.value.node);
  const terms = readEdgeTerms(members, problems);
  if (target !== undefined) return { caller, target, ...terms };
  problems.at(item, 'This entry names no target: write { target: name, scopes: [a, b] }.');
  return undefined;
}
