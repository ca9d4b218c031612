import { RevocationList } from './revocation-list.js';

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads `version` and `entries` of a document whose signature and kind are verified. An entry of a
 * kind that this version does not know is passed over, one of a known kind must be whole.
 *
 * @param target this microservice: edges to others do not concern it
 * @throws Error saying what is wrong.
 */
export function readRevocations({ version, entries }: Members, target: string): RevocationList {
  if (!Number.isSafeInteger(version) || Number(version) < 0) throw wrong('version');
  if (!Array.isArray(entries)) throw wrong('entries');
  const microservices = new Map<string, number>();
  const edges = new Map<string, number>();
  const keyIds = new Map<string, number>();
  const tokenIds = new Map<string, number>();
  for (const entry of entries as readonly unknown[]) {
    if (!isRecord(entry)) throw wrong('entries');
    const voidBeforeSec = notBeforeOf(entry);
    const { microservice, edge, kid, jti } = entry;
    if (microservice !== undefined) raise(microservices, microservice, voidBeforeSec);
    if (edge !== undefined) {
      if (!isRecord(edge)) throw wrong('edge');
      if (textOf(edge['target']) === target) raise(edges, edge['caller'], voidBeforeSec);
    }
    if (kid !== undefined) raise(keyIds, kid, voidBeforeSec);
    if (jti !== undefined) raise(tokenIds, jti, voidBeforeSec);
  }
  return new RevocationList(Number(version), { microservices, edges, keyIds, tokenIds });
}

/** An entry without a moment voids every token, whenever it was issued. */
function notBeforeOf({ not_before: notBefore }: Members): number {
  if (notBefore === undefined) return Number.POSITIVE_INFINITY;
  if (!Number.isSafeInteger(notBefore)) throw wrong('not_before');
  return Number(notBefore);
}

/** Of two entries for one name the stricter counts. */
function raise(into: Map<string, number>, name: unknown, voidBeforeSec: number): void {
  const key = textOf(name);
  into.set(key, Math.max(into.get(key) ?? 0, voidBeforeSec));
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  throw wrong('entries');
}

function isRecord(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(member: string): Error {
  return new Error(`The list of revocations has a wrong "${member}".`);
}
