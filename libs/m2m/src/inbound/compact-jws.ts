import { TokenRejected } from '../shared/token-rejected.error.js';
import { canonicalBytes } from './canonical-base64url.js';
import { parseJsonObject } from './json-object.js';

/** A token whose form is beyond doubt; nothing about its signature or claims is known yet. */
export interface CompactJws {
  /** The token as it was presented. */
  readonly token: string;
  /** `kid` of the header: hostile input, only ever compared with the names of known keys. */
  readonly keyId: string;
  /** The payload's members as sent. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** The bytes of the third part. */
  readonly signature: Buffer;
}

const MAX_KEY_ID_LENGTH = 256;

/** Values of `typ` that an access token may carry, in lower case (RFC 9068 §2.1, RFC 7515 §4.1.9). */
const ACCEPTED_TYPES = new Set(['jwt', 'at+jwt', 'application/at+jwt']);

/**
 * Header members that change how a token is read (`crit`, `b64`, `zip`, `cty`, `enc`) or that offer
 * a key of the sender's own choice (`jku`, `jwk`, `x5u`, `x5c`): RFC 7515 §4.1, RFC 8725 §3.10.
 */
const REFUSED_MEMBERS = ['crit', 'b64', 'zip', 'cty', 'enc', 'jku', 'jwk', 'x5u', 'x5c'] as const;

/**
 * Reads the compact form of a JWS strictly, before any cryptography and without any network:
 * three parts of canonical base64url, two of them UTF-8 JSON objects, `alg` exactly `RS256`, a
 * `kid` of 1 to 256 characters (RFC 7515 §5.2, RFC 8725 §3.1, §3.10, §3.11).
 *
 * @throws TokenRejected with the code of the first rule that is broken.
 */
export function parseCompactJws(token: string): CompactJws {
  const firstDot = token.indexOf('.');
  const lastDot = token.lastIndexOf('.');
  if (firstDot === lastDot || token.indexOf('.', firstDot + 1) !== lastDot) throw malformed();
  const keyId = keyIdOf(token.slice(0, firstDot));
  const claims = parseJsonObject(decode(token.slice(firstDot + 1, lastDot)));
  if (claims === undefined) throw malformed();
  return { token, keyId, claims, signature: decode(token.slice(lastDot + 1)) };
}

/** The last header that was good; all tokens of one key have the same one. */
let lastHeader = { text: '', keyId: '' };

function keyIdOf(text: string): string {
  if (text !== '' && text === lastHeader.text) return lastHeader.keyId;
  const header = parseJsonObject(decode(text));
  if (header === undefined) throw malformed();
  const keyId = judgeHeader(header);
  lastHeader = { text, keyId };
  return keyId;
}

function decode(text: string): Buffer {
  const bytes = canonicalBytes(text);
  if (bytes === undefined) throw malformed();
  return bytes;
}

function judgeHeader(header: Readonly<Record<string, unknown>>): string {
  const { alg, typ, kid } = header;
  if (alg !== 'RS256') {
    throw new TokenRejected('M2M_ALGORITHM_NOT_ALLOWED', 'The token must be signed with RS256.');
  }
  const refused = REFUSED_MEMBERS.find((member) => Object.hasOwn(header, member));
  if (refused !== undefined) {
    throw headerNotAllowed(`The token header must not contain "${refused}".`);
  }
  if (typ !== undefined && !(typeof typ === 'string' && ACCEPTED_TYPES.has(typ.toLowerCase()))) {
    throw headerNotAllowed('The token header\'s "typ" must be "JWT" or "at+jwt".');
  }
  if (typeof kid !== 'string' || kid === '' || kid.length > MAX_KEY_ID_LENGTH) {
    throw headerNotAllowed('The token header must name its key with "kid", a short text.');
  }
  return kid;
}

function malformed(): TokenRejected {
  return new TokenRejected(
    'M2M_TOKEN_MALFORMED',
    'The token is not a signed JWT in compact form: three parts of base64url joined by two dots.',
  );
}

function headerNotAllowed(message: string): TokenRejected {
  return new TokenRejected('M2M_HEADER_NOT_ALLOWED', message);
}
