import { isMap } from 'yaml';
import type { DocumentProblems, Place } from './document-problems.js';
import { entriesOf, itemsOf, membersOf, quote, textOf, type Entry } from './document-tree.js';
import type { Edge } from './edge.js';
import { nearestName } from './nearest-name.js';
import { DOCUMENT_LIMITS } from './policy-document.js';
import { isScope } from './scope.js';

/** Reads `allow:`, as far as it can be read; callers and targets must be in `known`. */
export function readAllow(
  place: Place,
  known: ReadonlySet<string>,
  problems: DocumentProblems,
): readonly Edge[] {
  const callers = [...(entriesOf(place, problems)?.values() ?? [])];
  return callers.flatMap((caller) => {
    checkKnown(caller.keyPlace, caller.key, known, problems);
    return readTargets(caller, known, problems);
  });
}

function readTargets(
  { key: caller, value }: Entry,
  known: ReadonlySet<string>,
  problems: DocumentProblems,
): readonly Edge[] {
  const seen = new Set<string>();
  return (itemsOf(value, problems) ?? []).flatMap((item) => {
    const edge = readEdge(caller, item, problems);
    if (edge === undefined) return [];
    checkKnown(item, edge.target, known, problems);
    if (seen.has(edge.target)) {
      problems.at(item, `${quote(edge.target)} is listed twice: keep one entry.`);
    }
    seen.add(edge.target);
    return [edge];
  });
}

function readEdge(caller: string, item: Place, problems: DocumentProblems): Edge | undefined {
  const name = textOf(item.node);
  if (name !== undefined) return { caller, target: name, scopes: [] };
  if (!isMap(item.node)) {
    problems.at(item, 'A target is a name, or { target: name, scopes: [a, b] }.');
    return undefined;
  }
  const members = membersOf(item, ['target', 'scopes'], problems);
  const target = textOf(members?.get('target')?.value.node);
  const scopes = members?.get('scopes');
  const read = scopes === undefined ? [] : readScopes(scopes.value, problems);
  if (target !== undefined) return { caller, target, scopes: read };
  problems.at(item, 'This entry names no target: write { target: name, scopes: [a, b] }.');
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

/** Notes a name that is not in `known`, with the one that it may be meant for. */
export function checkKnown(
  place: Place,
  name: string,
  known: ReadonlySet<string>,
  problems: DocumentProblems,
): void {
  if (known.has(name)) return;
  const hint = problems.isFull ? undefined : nearestName(name, known);
  const repair = hint === undefined ? 'add it under microservices' : `did you mean ${hint}?`;
  problems.at(place, `${quote(name)} is not registered here: ${repair}`);
}
