import { CdiVersionInvalid, CdiVersionUnsupported } from '../core-refusal.js';

/** Every version of the core driver interface that this core answers to, oldest first. */
export const SUPPORTED_CDI_VERSIONS: readonly string[] = [
  ...Array.from({ length: 15 }, (_, minor) => `2.${minor + 7}`),
  '3.0',
  '3.1',
  '4.0',
  '5.0',
  '5.1',
  '5.2',
  '5.3',
  '5.4',
];

const OLDEST = '2.7';
const NEWEST = '5.4';
const VERSION = /^\d{1,9}(?:\.\d{1,9})*$/;

/** Negative, zero or positive, as `a` is older than, equal to or newer than `b`. */
export function compareCdiVersions(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')];
  const length = Math.max(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const difference = Number(left[at] ?? 0) - Number(right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * The version that a request asks for; the newest when it names none.
 *
 * Throws {@link CdiVersionInvalid} for no version at all, {@link CdiVersionUnsupported} for one out
 * of range. A version inside the range that does not exist passes here: see
 * {@link assertCdiVersionExists}.
 */
export function readCdiVersion(header: string | undefined): string {
  if (header === undefined) return NEWEST;
  if (!VERSION.test(header)) throw new CdiVersionInvalid();
  if (compareCdiVersions(header, NEWEST) > 0 || compareCdiVersions(header, OLDEST) < 0) {
    throw new CdiVersionUnsupported(header);
  }
  return header;
}

/** Throws {@link CdiVersionUnsupported} unless the version is spelled as one of the list. */
export function assertCdiVersionExists(version: string): void {
  if (!SUPPORTED_CDI_VERSIONS.includes(version)) throw new CdiVersionUnsupported(version);
}
