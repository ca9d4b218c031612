import { z } from 'zod';

/** Longer than any name can be; what is longer still is not worth a look-up. */
const LONGEST_TARGET = 255;

/** One `scope-token` (RFC 6749 §3.3) or several, separated by single spaces. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/;

/**
 * The body of `POST /accesstoken`. Members beside these are ignored: none of them can reach a claim.
 * A target that is no name at all is not malformed, it is unknown, and the policy says so.
 */
export const accessTokenRequest = z.object({
  target: z
    .string()
    .max(LONGEST_TARGET)
    .refine((text) => text.trim() !== ''),
  scope: z
    .string()
    .max(2048)
    .regex(SCOPE)
    .transform((text) => [...new Set(text.split(' '))])
    .optional(),
});

/** Members by which a client would try to bring its credential in the body. */
export const CREDENTIAL_MEMBERS = ['access_token', 'accessToken', 'token'] as const;
