/**
 * When a credential ends, as far as it says so itself: the `exp` of a text that looks like a JWT, in
 * milliseconds since the epoch.
 *
 * Nothing is verified, so the answer is good for a reminder and for nothing else.
 */
export function credentialEndMs(credential: string): number | undefined {
  const [, payload = '', signature] = credential.split('.');
  if (signature === undefined) return undefined;
  try {
    const claims = Object(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))) as {
      exp?: unknown;
    };
    return Number.isSafeInteger(claims.exp) ? Number(claims.exp) * 1000 : undefined;
  } catch {
    return undefined;
  }
}
