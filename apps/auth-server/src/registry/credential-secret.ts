import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { isLive } from './credential.js';
import type { PresentedCredential } from './credential-standing.js';
import type { RegistrySnapshot } from './registry-snapshot.js';

/** `m2m_<id of the credential>_<256 bits in base64url>`; the id finds the record, the rest proves. */
const SECRET = /^m2m_([a-z0-9]{16})_[\w-]{43}$/;

/** What a secret is compared with when there is no record, so that both cases do the same work. */
const NOBODY = hashOf('');

/** A new client secret of the credential `id`; whoever loses it needs another one. */
export function makeSecret(id: string): string {
  return `m2m_${id}_${randomBytes(32).toString('base64url')}`;
}

/** What is kept of a secret: 256 random bits need no salt and no slow hash. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/**
 * The client that a secret proves, or undefined. An unknown client, a secret of another client, a
 * wrong, an expired and a revoked secret give the same answer after the same work: one hash, one
 * comparison in constant time.
 */
export function authenticateSecret(
  registry: RegistrySnapshot,
  clientId: string,
  secret: string,
  nowMs: number,
): PresentedCredential | undefined {
  const record = registry.findCredential(SECRET.exec(secret)?.[1] ?? '');
  const isMatch = timingSafeEqual(record?.secretHash ?? NOBODY, hashOf(secret));
  const client = registry.find(clientId);
  if (!isMatch || record === undefined || record.microservice !== clientId) return undefined;
  if (client?.isEnabled !== true || !isLive(record, nowMs)) return undefined;
  return {
    name: clientId,
    issuedAt: record.createdAt,
    tokenId: undefined,
    credentialId: record.id,
  };
}
