import { isUtf8 } from 'node:buffer';

/** The algorithms that others may sign with; a key takes only those of its own kind. */
export const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'] as const;

export type Algorithm = (typeof ALGORITHMS)[number];

/** A JWT of somebody else whose form is beyond doubt; nothing of it is verified yet. */
export interface SignedJwt {
  readonly algorithm: Algorithm;
  readonly keyId: string | undefined;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signingInput: Buffer;
  readonly signature: Buffer;
}

/** Members that change how a token is read, or that offer a key of the sender's own choice. */
const REFUSED = ['crit', 'b64', 'zip', 'cty', 'enc', 'jku', 'jwk', 'x5u', 'x5c'] as const;

const LONGEST_TOKEN = 16_384;
const LONGEST_KEY_ID = 256;

/**
 * Reads the compact form strictly (RFC 7515 §5.2, RFC 8725 §3); undefined when anything is odd.
 *
 * @param types values of `typ` that are let in, in lower case; none at all always is.
 */
export function parseSignedJwt(text: string, types: readonly string[]): SignedJwt | undefined {
  if (text.length > LONGEST_TOKEN) return undefined;
  const parts = text.split('.').map(decodePart);
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || !header || !payload || !signature) return undefined;
  const members = jsonObject(header);
  const claims = jsonObject(payload);
  if (members === undefined || claims === undefined) return undefined;
  const algorithm = ALGORITHMS.find((name) => name === members['alg']);
  if (algorithm === undefined || !isHeaderPlain(members, types)) return undefined;
  const keyId = members['kid'] as string | undefined;
  const signingInput = Buffer.from(text.slice(0, text.lastIndexOf('.')));
  return { algorithm, keyId, claims, signingInput, signature };
}

function isHeaderPlain(
  header: Readonly<Record<string, unknown>>,
  types: readonly string[],
): boolean {
  const { typ, kid } = header;
  const isType =
    typ === undefined || (typeof typ === 'string' && types.includes(typ.toLowerCase()));
  const isKeyId =
    kid === undefined || (typeof kid === 'string' && kid !== '' && kid.length <= LONGEST_KEY_ID);
  return isKeyId && isType && !REFUSED.some((name) => Object.hasOwn(header, name));
}

/** Bytes of a base64url text that has one spelling only: no padding, no stray bits. */
function decodePart(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length > 0 && bytes.toString('base64url') === text ? bytes : undefined;
}

function jsonObject(bytes: Buffer): Readonly<Record<string, unknown>> | undefined {
  if (!isUtf8(bytes)) return undefined;
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
