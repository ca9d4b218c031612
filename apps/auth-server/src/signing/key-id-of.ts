/** The `kid` in the header of a compact JWS, or undefined when there is none to read. */
export function keyIdOf(token: string): string | undefined {
  const header = token.slice(0, Math.max(0, token.indexOf('.')));
  try {
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid?: unknown };
    return typeof kid === 'string' ? kid : undefined;
  } catch {
    return undefined;
  }
}
