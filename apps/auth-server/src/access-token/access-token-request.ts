import { z } from 'zod';
import { scopeParameter } from '../policy/scope.js';

/** Longer than any name can be; what is longer still is not worth a look-up. */
const LONGEST_TARGET = 255;

/**
 * The body of `POST /accesstoken`. Members beside these are ignored: none of them can reach a claim.
 * A target that is no name at all is not malformed, it is unknown, and the policy says so.
 */
export const accessTokenRequest = z.object({
  target: z
    .string()
    .max(LONGEST_TARGET)
    .refine((text) => text.trim() !== ''),
  scope: scopeParameter.optional(),
});

/** Members by which a client would try to bring its credential in the body. */
export const CREDENTIAL_MEMBERS = ['access_token', 'accessToken', 'token'] as const;
