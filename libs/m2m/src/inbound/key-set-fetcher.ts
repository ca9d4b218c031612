import { JwksClient } from 'jwks-rsa';
import { InTurn } from './in-turn.js';
import type { KeySource } from './key-source.port.js';

/** Limits of one fetch of a key set. */
export interface KeySetFetchLimits {
  /** Time for the whole fetch, bodies and other places included, in milliseconds. */
  readonly deadlineMs: number;
  /** Size of the (decompressed) document, in bytes. */
  readonly maxBytes: number;
}

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json$/i;

/**
 * A {@link KeySource} over HTTP through `jwks-rsa`, whose own transport, cache and rate limit stay
 * off: the whole set in one request, one overall deadline, a size cap, no redirects, JSON only. Of
 * several places, one that fails hands over to the next at once; a silent one costs its share of the
 * deadline.
 */
export function remoteKeySource(
  jwksUris: string | readonly string[],
  { deadlineMs, maxBytes }: KeySetFetchLimits,
): KeySource {
  const places = new InTurn([jwksUris].flat());
  return () => {
    const untilMs = performance.now() + deadlineMs;
    return places.ask(async (jwksUri, left) => {
      const shareMs = Math.max(1, Math.floor((untilMs - performance.now()) / left));
      const fetcher = (uri: string) => fetchDocument(uri, { deadlineMs: shareMs, maxBytes });
      const client = new JwksClient({ jwksUri, cache: false, rateLimit: false, fetcher });
      return { keys: await client.getKeys() };
    });
  };
}

async function fetchDocument(uri: string, limits: KeySetFetchLimits): Promise<{ keys: unknown }> {
  const response = await fetch(uri, {
    headers: { accept: 'application/jwk-set+json, application/json' },
    redirect: 'manual',
    signal: AbortSignal.timeout(limits.deadlineMs),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`The key set endpoint answered with status ${response.status}.`);
  }
  const type = response.headers.get('content-type')?.split(';', 1)[0]?.trim() ?? '';
  if (!JSON_TYPE.test(type)) {
    await response.body?.cancel();
    throw new Error('The key set endpoint did not answer with JSON.');
  }
  const document: unknown = JSON.parse(await readCapped(response, limits.maxBytes));
  if (typeof document !== 'object' || document === null || !Object.hasOwn(document, 'keys')) {
    throw new Error('The key set endpoint answered with JSON that is not a key set.');
  }
  return document as { keys: unknown };
}

async function readCapped(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Error(`The key set is larger than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
}
