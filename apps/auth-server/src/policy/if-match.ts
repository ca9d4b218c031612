/**
 * The version that `If-Match` names (RFC 9110 §13.1.1): `"7"` is 7. Undefined when there is none or
 * it names no single version (`*` would let a lost update pass), null when it is a tag that no
 * version of the policy ever has, such as a weak one.
 */
export function versionOfIfMatch(header: string | undefined): number | null | undefined {
  const tag = header?.trim();
  if (tag === undefined || tag === '' || tag === '*') return undefined;
  const version = /^"(0|[1-9]\d{0,14})"$/.exec(tag)?.[1];
  return version === undefined ? null : Number(version);
}

/** The entity tag of a version. */
export function entityTag(version: number): string {
  return `"${version}"`;
}
