import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { DocumentProblems, Place } from './document-problems.js';
import { nearestName } from './nearest-name.js';

/** One entry of a map whose key is a text that comes once. */
export interface Entry {
  readonly key: string;
  readonly keyPlace: Place;
  readonly value: Place;
}

/** The entries of a map by key; undefined and a problem when it is none. */
export function entriesOf(
  place: Place,
  problems: DocumentProblems,
): ReadonlyMap<string, Entry> | undefined {
  const { node, path } = place;
  if (!isMap<Node, Node | null>(node)) {
    problems.at(place, 'Here must be a map of "key: value" lines.');
    return undefined;
  }
  const entries = new Map<string, Entry>();
  for (const { key: keyNode, value } of node.items) {
    const key = textOf(keyNode);
    const keyPlace = { node: keyNode, path: joined(path, key ?? '') };
    if (key === undefined) problems.at(keyPlace, 'A key must be a plain text.');
    else if (entries.has(key)) problems.at(keyPlace, `${quote(key)} is given twice: keep one.`);
    else entries.set(key, { key, keyPlace, value: { ...keyPlace, node: value ?? keyNode } });
  }
  return entries;
}

/** The entries of a map that may hold only the listed keys. */
export function membersOf(
  place: Place,
  known: readonly string[],
  problems: DocumentProblems,
): ReadonlyMap<string, Entry> | undefined {
  const members = entriesOf(place, problems);
  for (const { key, keyPlace } of members?.values() ?? []) {
    if (known.includes(key)) continue;
    const hint = problems.isFull ? undefined : nearestName(key, known);
    problems.at(
      keyPlace,
      `Unknown key ${quote(key)}: ${hint === undefined ? `allowed here: ${known.join(', ')}` : `did you mean ${hint}`}.`,
    );
  }
  return members;
}

/** The items of a list; undefined and a problem when it is none. */
export function itemsOf(place: Place, problems: DocumentProblems): readonly Place[] | undefined {
  const { node, path } = place;
  if (!isSeq<Node>(node)) {
    problems.at(place, 'Here must be a list: [a, b].');
    return undefined;
  }
  return node.items.map((item, index) => ({ node: item, path: `${path}[${index}]` }));
}

/** The text of a scalar; numbers, booleans and null are none. */
export function textOf(node: Node | null | undefined): string | undefined {
  return isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
}

/** A piece of the document in a message, cut when it is longer than any name. */
export function quote(text: string): string {
  return `"${shortened(text)}"`;
}

function joined(path: string, key: string): string {
  return path === '' ? shortened(key) : `${path}.${shortened(key)}`;
}

function shortened(text: string): string {
  return text.length > 64 ? `${text.slice(0, 64)}...` : text;
}
