import type { DocumentProblems, Place } from './document-problems.js';
import { quote } from './document-tree.js';
import { nearestName } from './nearest-name.js';
import { groupSubject, subjectOf } from './policy-subject.js';

/** What may stand on either side of an edge. */
export interface KnownSubjects {
  readonly microservices: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
}

/** Notes a microservice that is not in `known`, with the one that it may be meant for. */
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

/** The same for one side of an edge, which may be a group or the wildcard, too. */
export function checkSubject(
  place: Place,
  text: string,
  { microservices, groups }: KnownSubjects,
  problems: DocumentProblems,
): void {
  const subject = subjectOf(text);
  if (subject.kind === 'all') return;
  if (subject.kind === 'microservice') {
    checkKnown(place, subject.name, microservices, problems);
    return;
  }
  if (groups.has(subject.name)) return;
  const hint = problems.isFull ? undefined : nearestName(subject.name, groups);
  const repair = hint === undefined ? 'add it under groups' : `did you mean ${groupSubject(hint)}?`;
  problems.at(place, `There is no group ${quote(subject.name)}: ${repair}`);
}
