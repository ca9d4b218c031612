import { isMicroserviceName } from '@app/m2m';
import { isScalar } from 'yaml';
import type { DocumentProblems, Place } from './document-problems.js';
import { entriesOf, membersOf, quote, textOf, type Entry } from './document-tree.js';
import { DOCUMENT_LIMITS, type DocumentMicroservice } from './policy-document.js';
import { readMode, readNote } from './read-notes.js';

/** The audience of bootstrap tokens: a microservice of this name would be called with them. */
const RESERVED_NAME = 'auth-server';

/** Reads `microservices:`, as far as it can be read. */
export function readMicroservices(
  place: Place,
  problems: DocumentProblems,
): readonly DocumentMicroservice[] {
  return [...(entriesOf(place, problems)?.values() ?? [])].map((entry) => {
    checkName(entry, problems);
    return readMicroservice(entry, problems);
  });
}

function checkName({ key, keyPlace }: Entry, problems: DocumentProblems): void {
  if (key === RESERVED_NAME) {
    problems.at(keyPlace, `"${RESERVED_NAME}" is the name of the auth-server: take another one.`);
  } else if (!isMicroserviceName(key)) {
    problems.at(
      keyPlace,
      `${quote(key)} cannot be a name: use a lower-case letter, then up to 62 lower-case letters, digits or hyphens.`,
    );
  }
}

function readMicroservice(entry: Entry, problems: DocumentProblems): DocumentMicroservice {
  const { key: name, value } = entry;
  const members = membersOf(value, ['url', 'enabled', 'mode', 'owner'], problems);
  const url = members?.get('url');
  const enabled = members?.get('enabled');
  const mode = members?.get('mode');
  const owner = members?.get('owner');
  if (members !== undefined && url === undefined) {
    problems.at(value, `${quote(name)} has no url: write { url: http://host:port }.`);
  }
  return {
    name,
    url: url === undefined ? '' : readUrl(url.value, problems),
    isEnabled: enabled === undefined ? undefined : readFlag(enabled.value, problems),
    ...(mode !== undefined && { mode: readMode(mode.value, problems) }),
    ...(owner !== undefined && {
      owner: readNote(owner.value, DOCUMENT_LIMITS.ownerLength, problems),
    }),
  };
}

function readUrl(place: Place, problems: DocumentProblems): string {
  const text = textOf(place.node) ?? '';
  if (!isBaseUrl(text)) {
    problems.at(
      place,
      'A url must be http:// or https:// with a host, without credentials, query and fragment.',
    );
  }
  return text;
}

/** A caller appends paths to it and sends tokens to its host, so it holds nothing else. */
function isBaseUrl(text: string): boolean {
  if (text.length > DOCUMENT_LIMITS.urlLength || !/^https?:\/\/[\x21-\x7e]+$/.test(text)) {
    return false;
  }
  return URL.canParse(text) && !/[?#@\\]/.test(text);
}

function readFlag(place: Place, problems: DocumentProblems): boolean {
  const flag: unknown = isScalar(place.node) ? place.node.value : undefined;
  if (typeof flag !== 'boolean') problems.at(place, 'Here must be true or false.');
  return flag === true;
}
