const THUMBPRINT = /^[A-Za-z0-9_-]{43}$/;

/**
 * The thumbprint of the key that a token is bound to, from its `cnf` claim (RFC 9449 §6.1); undefined
 * when the claim is absent or anything but `{ "jkt": … }`. Another or a further way of confirmation
 * is not read: a constraint that nobody checks must not look like one.
 */
export function readKeyThumbprint(cnf: unknown): string | undefined {
  if (typeof cnf !== 'object' || cnf === null || Object.keys(cnf).length !== 1) return undefined;
  const { jkt } = cnf as { readonly jkt?: unknown };
  return typeof jkt === 'string' && THUMBPRINT.test(jkt) ? jkt : undefined;
}
