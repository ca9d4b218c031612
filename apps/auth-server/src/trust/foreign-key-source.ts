import { remoteKeySource, type KeySource } from '@app/m2m';

const LIMITS = { deadlineMs: 3000, maxBytes: 262_144 };
const LARGEST_METADATA = 65_536;

/** Fetches the keys at an address, with a deadline, a bound on their size and no redirects. */
export function keySourceAt(jwksUri: string): KeySource {
  return remoteKeySource(jwksUri, LIMITS);
}

/**
 * Finds and fetches the keys of an issuer by OpenID Connect Discovery 1.0 §4. The metadata must name
 * the very issuer that it was asked for (§4.3), and an issuer on https keeps its keys on https.
 */
export function discoveredKeySource(issuer: string): KeySource {
  return async () => {
    const metadata = await readMetadata(
      `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    );
    const { issuer: named, jwks_uri: jwksUri } = metadata;
    if (named !== issuer) throw new Error('The metadata is that of another issuer.');
    if (typeof jwksUri !== 'string' || !isAsSafe(jwksUri, issuer)) {
      throw new Error('The metadata names no usable jwks_uri.');
    }
    return keySourceAt(jwksUri)();
  };
}

async function readMetadata(url: string): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(url, {
    headers: { accept: 'application/json' },
    redirect: 'manual',
    signal: AbortSignal.timeout(LIMITS.deadlineMs),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`The metadata endpoint answered with status ${response.status}.`);
  }
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > LARGEST_METADATA) throw new Error('The metadata is too large.');
  }
  const metadata: unknown = JSON.parse(text);
  if (typeof metadata !== 'object' || metadata === null) throw new Error('The metadata is none.');
  return metadata as Readonly<Record<string, unknown>>;
}

function isAsSafe(jwksUri: string, issuer: string): boolean {
  if (!URL.canParse(jwksUri)) return false;
  const { protocol } = new URL(jwksUri);
  return protocol === 'https:' || (protocol === 'http:' && issuer.startsWith('http:'));
}
