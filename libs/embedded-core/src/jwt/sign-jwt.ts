import { sign } from 'node:crypto';
import type { SigningKey } from '../keys/signing-key.js';
import { writeExactJson, type JsonObject } from '../wire/exact-json.js';

/** The compact serialisation (RFC 7515 §7.1) of the claims, signed with RS256 off the event loop. */
export function signJwt(claims: JsonObject, key: SigningKey): Promise<string> {
  const payload = Buffer.from(writeExactJson(claims)).toString('base64url');
  const input = `${key.jwtHeader}.${payload}`;
  return new Promise((resolve, reject) => {
    sign('sha256', Buffer.from(input, 'latin1'), key.privateKey, (error, signature) => {
      if (error) reject(error);
      else resolve(`${input}.${signature.toString('base64url')}`);
    });
  });
}
