import { TokenResponseInvalid } from './auth-server.errors.js';

/** One granted access token; opaque to this microservice (RFC 9068 §6). */
export interface TokenGrant {
  readonly accessToken: string;
  /** Whether it is bound to the key that was proven (RFC 9449 §5). */
  readonly isBound: boolean;
  readonly expiresInSec: number;
  /** When the auth-server wants it renewed; undefined when it said nothing usable. */
  readonly refreshInSec: number | undefined;
}

const LONGEST_LIFE_SEC = 86_400;
const TOKEN = /^[A-Za-z0-9\-._~+/]{1,16384}=*$/;

/**
 * Reads the JSON of a successful answer (RFC 6749 §5.1); members it does not know are ignored.
 *
 * @param isBound whether a token was asked for that is bound to a key: its type is `DPoP` then, and
 * `Bearer` otherwise; a bearer token in its place would be less than what was asked for
 * @throws {@link TokenResponseInvalid} without a token of the bearer syntax (RFC 6750 §2.1), with
 * another token type than the one that was asked for, or without a life between 1 second and 1 day
 */
export function parseTokenGrant(body: unknown, isBound = false): TokenGrant {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new TokenResponseInvalid('it is not a JSON object');
  }
  const { accessToken, tokenType, expiresIn, refreshIn } = body as Record<string, unknown>;
  if (typeof accessToken !== 'string' || !TOKEN.test(accessToken)) {
    throw new TokenResponseInvalid('"accessToken" is missing or no bearer token');
  }
  const wanted = isBound ? 'DPoP' : 'Bearer';
  if (typeof tokenType !== 'string' || tokenType.toLowerCase() !== wanted.toLowerCase()) {
    throw new TokenResponseInvalid(`"tokenType" is not "${wanted}"`);
  }
  if (typeof expiresIn !== 'number' || !(expiresIn >= 1 && expiresIn <= LONGEST_LIFE_SEC)) {
    throw new TokenResponseInvalid(`"expiresIn" is not a number from 1 to ${LONGEST_LIFE_SEC}`);
  }
  const refreshes = typeof refreshIn === 'number' && refreshIn > 0 && refreshIn < expiresIn;
  return {
    accessToken,
    isBound,
    expiresInSec: expiresIn,
    refreshInSec: refreshes ? refreshIn : undefined,
  };
}
