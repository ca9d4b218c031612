import { isMicroserviceName } from '@app/m2m';
import type { DocumentProblems, Place } from './document-problems.js';
import { entriesOf, itemsOf, quote, textOf, type Entry } from './document-tree.js';
import type { PolicyGroup } from './expand-edges.js';
import { checkKnown } from './known-names.js';
import { DOCUMENT_LIMITS } from './policy-document.js';

/** Reads `groups:`, as far as it can be read; members must be in `known`. */
export function readGroups(
  place: Place,
  known: ReadonlySet<string>,
  problems: DocumentProblems,
): readonly PolicyGroup[] {
  const entries = [...(entriesOf(place, problems)?.values() ?? [])];
  if (entries.length > DOCUMENT_LIMITS.groups) {
    problems.at(place, `There are at most ${DOCUMENT_LIMITS.groups} groups.`);
  }
  return entries.map((entry) => {
    if (!isMicroserviceName(entry.key)) {
      problems.at(
        entry.keyPlace,
        `${quote(entry.key)} cannot name a group: use a lower-case letter, then up to 62 lower-case letters, digits or hyphens.`,
      );
    }
    return { name: entry.key, members: readMembers(entry, known, problems) };
  });
}

function readMembers(
  { value }: Entry,
  known: ReadonlySet<string>,
  problems: DocumentProblems,
): readonly string[] {
  const members = new Set<string>();
  for (const item of itemsOf(value, problems) ?? []) {
    const name = textOf(item.node);
    if (name === undefined) {
      problems.at(item, 'A member is the name of a microservice.');
      continue;
    }
    checkKnown(item, name, known, problems);
    if (members.has(name)) problems.at(item, `${quote(name)} is listed twice: keep one entry.`);
    members.add(name);
  }
  return [...members];
}
