import { z } from 'zod';
import { isPublicJwk } from './public-jwk.js';

const DAY_SEC = 24 * 3600;

/** How long a credential may live, in seconds. */
export const CREDENTIAL_LIFETIME = {
  least: 60,
  default: 90 * DAY_SEC,
  most: 365 * DAY_SEC,
  /** Only when `forever` says that it is meant: a hundred years, as in the seed. */
  forever: 36_500 * DAY_SEC,
} as const;

const MOST_KEYS = 16;
const seconds = (most: number) => z.int().min(CREDENTIAL_LIFETIME.least).max(most);

/** Without control characters: it is shown in terminals and pages. */
const label = z.string().regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,64}$/u);

const lifetime = {
  label: label.optional(),
  expiresInSec: seconds(CREDENTIAL_LIFETIME.forever).optional(),
  forever: z.literal(true).optional(),
};

const jwksUri = z
  .url({ protocol: /^https?$/ })
  .max(2048)
  .refine((text) => !/[#@\\\s]/.test(text));

const jwks = z.object({ keys: z.array(z.unknown().refine(isPublicJwk)).min(1).max(MOST_KEYS) });

/** The body of a request for a credential. */
export const credentialRequest = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('bootstrap'), ...lifetime }),
    z.strictObject({ kind: z.literal('secret'), ...lifetime }),
    z.strictObject({
      kind: z.literal('public_key'),
      ...lifetime,
      jwks: jwks.optional(),
      jwks_uri: jwksUri.optional(),
    }),
  ])
  .refine(
    ({ expiresInSec = 0, forever }) => forever === true || expiresInSec <= CREDENTIAL_LIFETIME.most,
    { path: ['forever'] },
  )
  .refine(
    (body) =>
      body.kind !== 'public_key' || (body.jwks === undefined) !== (body.jwks_uri === undefined),
    { path: ['jwks'] },
  );

/** What to make, with every default filled in. */
export interface CredentialRequest {
  readonly kind: 'bootstrap' | 'secret' | 'public_key';
  readonly label?: string | undefined;
  readonly expiresInSec: number;
  readonly jwks?: unknown;
  readonly jwksUri?: string | undefined;
}

/** A request, or the member that is wrong with it. */
export type ParsedCredentialRequest =
  | { readonly ok: true; readonly request: CredentialRequest }
  | { readonly ok: false; readonly member: string };

/** Reads the body of a request for a credential; members that it does not know are refused. */
export function parseCredentialRequest(body: unknown): ParsedCredentialRequest {
  const parsed = credentialRequest.safeParse(body);
  if (!parsed.success) return { ok: false, member: memberOf(parsed.error) };
  const { kind, forever, ...more } = parsed.data;
  const usual = forever === true ? CREDENTIAL_LIFETIME.forever : CREDENTIAL_LIFETIME.default;
  const { label: text, expiresInSec = usual } = more;
  const keys = 'jwks' in more || 'jwks_uri' in more ? more : {};
  return {
    ok: true,
    request: { kind, label: text, expiresInSec, jwks: keys.jwks, jwksUri: keys.jwks_uri },
  };
}

/** Only names of members that exist here go back, never what somebody sent. */
function memberOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const [name] = issue?.path ?? [];
  if (issue?.code === 'unrecognized_keys') return 'unknown member';
  return typeof name === 'string' ? name : 'body';
}
