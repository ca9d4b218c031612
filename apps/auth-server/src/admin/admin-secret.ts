import { createHash, randomBytes, randomInt } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const ID_LENGTH = 16;

/** `m2m_admin_<id of the token>_<256 bits in base64url>`; the id finds the record, the rest proves. */
const TOKEN = /^m2m_admin_([a-z0-9]{16})_[\w-]{43}$/;

/** Whether this could be the id of a token; anything else is not worth a look-up. */
export function isAdminTokenId(text: string): boolean {
  return /^[a-z0-9]{16}$/.test(text);
}

/** The id of a new token: 16 characters of [a-z0-9]. */
export function makeAdminTokenId(): string {
  return Array.from({ length: ID_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** The token with this id, of which nobody has a second copy. */
export function makeAdminToken(id: string): string {
  return `m2m_admin_${id}_${randomBytes(32).toString('base64url')}`;
}

/** The id in a token, or undefined when it does not look like one. */
export function adminTokenIdOf(token: string): string | undefined {
  return TOKEN.exec(token)?.[1];
}

/** What is kept of a token: 256 random bits need no salt and no slow hash. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
