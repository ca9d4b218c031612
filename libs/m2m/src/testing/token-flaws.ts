import type { KeyObject } from 'node:crypto';
import type { TestKey } from './test-keys.js';

/** A token before it is signed. */
export interface TokenDraft {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  /** Undefined leaves the signature empty. */
  readonly privateKey: KeyObject | undefined;
}

type Change = (draft: TokenDraft, stranger: TestKey) => TokenDraft;

const HOUR_SEC = 3_600;
const DAY_SEC = 86_400;

const claims =
  (change: (claims: TokenDraft['claims']) => TokenDraft['claims']): Change =>
  (draft) => ({ ...draft, claims: { ...draft.claims, ...change(draft.claims) } });

/** What can be wrong with a token, each flaw alone; the guard answers each with its own code. */
export const TOKEN_FLAWS = {
  /** Ended an hour ago: `M2M_TOKEN_EXPIRED`. */
  expired: claims(({ iat }) => ({
    iat: Number(iat) - 2 * HOUR_SEC,
    exp: Number(iat) - HOUR_SEC,
  })),
  /** Begins in an hour: `M2M_TOKEN_NOT_YET_VALID`. */
  notYetValid: claims(({ iat }) => ({ nbf: Number(iat) + HOUR_SEC })),
  /** Never ends: `M2M_CLAIM_INVALID`. */
  noExpiry: claims(() => ({ exp: undefined })),
  /** Lives for a day: `M2M_TOKEN_LIFETIME_EXCEEDED`. */
  tooLongLived: claims(({ iat }) => ({ exp: Number(iat) + DAY_SEC })),
  /** Meant for another microservice: `M2M_AUDIENCE_MISMATCH`. */
  wrongAudience: claims(() => ({ aud: 'somebody-else' })),
  /** From another issuer: `M2M_ISSUER_MISMATCH`. */
  wrongIssuer: claims(() => ({ iss: 'another-auth-server' })),
  /** Not an access token: `M2M_TOKEN_KIND_MISMATCH`. */
  otherKind: claims(() => ({ token_use: 'bootstrap' })),
  /** Says nothing about the caller: `M2M_CLAIM_INVALID`. */
  noSubject: claims(() => ({ sub: undefined })),
  /** Signed with a key that is not, or no longer, in the key set: `M2M_KEY_UNKNOWN`. */
  unknownKey: (draft, { keyId, privateKey }) => ({
    ...draft,
    header: { ...draft.header, kid: keyId },
    privateKey,
  }),
  /** Names a known key, but is not signed with it: `M2M_SIGNATURE_INVALID`. */
  badSignature: (draft, { privateKey }) => ({ ...draft, privateKey }),
  /** `alg: none` and no signature: refused before any key is looked for. */
  unsigned: (draft) => ({
    ...draft,
    header: { ...draft.header, alg: 'none' },
    privateKey: undefined,
  }),
} satisfies Readonly<Record<string, Change>>;

/** The name of one flaw. */
export type TokenFlaw = keyof typeof TOKEN_FLAWS;
