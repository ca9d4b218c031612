type Jwk = Readonly<Record<string, unknown>>;

/** The members that make a public key what it is, in the order of RFC 7638 §3.3. */
const MEMBERS: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['EC', ['crv', 'kty', 'x', 'y']],
  ['OKP', ['crv', 'kty', 'x']],
  ['RSA', ['e', 'kty', 'n']],
]);

/**
 * A public JWK as the text that its thumbprint is the SHA-256 of (RFC 7638 §3); undefined for a kind
 * of key that has none here, or when a member is missing.
 */
export function canonicalJwk(jwk: Jwk): string | undefined {
  const members = MEMBERS.get(jwk['kty']);
  const entries = members?.map((name) => [name, jwk[name]] as const);
  if (entries === undefined || entries.some(([, value]) => typeof value !== 'string')) {
    return undefined;
  }
  return JSON.stringify(Object.fromEntries(entries));
}
