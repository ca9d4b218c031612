import { LineCounter, parseDocument, visit, type Document, type Node } from 'yaml';
import { DocumentProblems, type Place } from './document-problems.js';
import { membersOf } from './document-tree.js';
import { isTooDeep } from './is-too-deep.js';
import { DOCUMENT_LIMITS, type ParsedDocument, type PolicyDocument } from './policy-document.js';
import { countEdges, MOST_EDGES } from './expand-edges.js';
import { readAllow } from './read-allow.js';
import { readGroups } from './read-groups.js';
import { readTrust } from './read-trust.js';
import { readMicroservices } from './read-microservices.js';

/** Where a document comes from. */
export interface DocumentOrigin {
  /** Whether this server kept it: its own words may be longer than those of an author. */
  readonly isKept?: boolean;
}

/**
 * Reads a policy document in YAML 1.2 or JSON, strictly: unknown keys, unknown names, duplicates,
 * aliases and wrong values are problems, and all of them are reported at once.
 */
export function parsePolicyDocument(
  text: string,
  { isKept = false }: DocumentOrigin = {},
): ParsedDocument {
  const lines = new LineCounter();
  const problems = new DocumentProblems(lines);
  const isTooLong = !isKept && Buffer.byteLength(text) > DOCUMENT_LIMITS.bytes;
  if (isTooLong) problems.add(0, '', `A policy has at most ${DOCUMENT_LIMITS.bytes} bytes.`);
  const document = isTooLong ? undefined : read(text, lines, problems);
  const found = problems.all();
  return document === undefined || found.length > 0
    ? { ok: false, problems: found }
    : { ok: true, document };
}

function read(
  text: string,
  lines: LineCounter,
  problems: DocumentProblems,
): PolicyDocument | undefined {
  if (isTooDeep(text, DOCUMENT_LIMITS.depth)) {
    problems.add(0, '', `A policy nests at most ${DOCUMENT_LIMITS.depth} lists and maps.`);
    return undefined;
  }
  // Duplicate keys are found by this room: the package compares each key with each other one.
  const parsed = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    version: '1.2',
    // 'silent' would also pass over all documents but the first.
    logLevel: 'error',
  });
  for (const { pos, message } of [...parsed.errors, ...parsed.warnings]) {
    problems.add(pos[0], '', message);
  }
  if (parsed.errors.length > 0) return undefined;
  refuseAliases(parsed, problems);
  return readDocument({ node: parsed.contents, path: '' }, problems);
}

/** An alias repeats what stands elsewhere, and a few of them can repeat it a billion times. */
function refuseAliases(parsed: Document.Parsed, problems: DocumentProblems): void {
  const refuse = (node: Node): void => {
    problems.at({ node, path: '' }, 'Anchors and aliases are not allowed: write the value out.');
  };
  visit(parsed, {
    Alias: (_, node) => refuse(node),
    Value: (_, node) => {
      if (node.anchor !== undefined) refuse(node);
    },
  });
}

function readDocument(root: Place, problems: DocumentProblems): PolicyDocument | undefined {
  const members = membersOf(root, ['microservices', 'groups', 'allow', 'trust'], problems);
  if (members === undefined) return undefined;
  const listed = members.get('microservices');
  if (listed === undefined) {
    problems.at(root, 'The policy has no "microservices:": list them, or write {} for none.');
    return undefined;
  }
  const microservices = readMicroservices(listed.value, problems);
  const names = new Set(microservices.map(({ name }) => name));
  const section = <T>(key: string, reader: (place: Place) => readonly T[]): readonly T[] => {
    const member = members.get(key);
    return member === undefined ? [] : reader(member.value);
  };
  const groups = section('groups', (place) => readGroups(place, names, problems));
  const known = { microservices: names, groups: new Set(groups.map(({ name }) => name)) };
  const allow = section('allow', (place) => readAllow(place, known, problems));
  const trust = section('trust', (place) => readTrust(place, names, problems));
  if (countEdges(allow, { names: [...names], groups }) > MOST_EDGES) {
    const place = members.get('allow')?.keyPlace ?? root;
    problems.at(
      place,
      `These entries stand for more than ${MOST_EDGES} edges: write fewer wildcards.`,
    );
  }
  return {
    microservices,
    allow,
    ...(groups.length > 0 && { groups }),
    ...(trust.length > 0 && { trust }),
  };
}
