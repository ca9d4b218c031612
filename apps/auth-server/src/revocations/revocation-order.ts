import { isMicroserviceName } from '@app/m2m';
import { z } from 'zod';
import type { RevocationSubject } from './revocation.js';

const name = z.string().refine(isMicroserviceName);

/** Longer than any `kid` or `jti` that a verifier accepts. */
const id = z.string().regex(/^[\x21-\x7e]{1,256}$/);

const what = z
  .strictObject({
    microservice: name,
    edge: z.strictObject({ caller: name, target: name }),
    kid: id,
    jti: id,
  })
  .partial()
  .refine((members) => Object.keys(members).length === 1);

/** Why, for whoever reads the list later; one line. */
const reason = z.string().regex(/^[\P{C}]{1,200}$/u);

/** The body of an order, for its description; exactly one thing is revoked by it. */
export const revocationOrder = z.strictObject({ ...what.shape, reason });

/** What a body orders to be revoked and why, or undefined when it is no such order. */
export function parseRevocationOrder(
  body: unknown,
): (RevocationSubject & { readonly reason: string }) | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { reason: given, ...members } = body as Readonly<Record<string, unknown>>;
  const why = reason.safeParse(given);
  const parsed = what.safeParse(members);
  if (!why.success || !parsed.success) return undefined;
  const { microservice, edge, kid, jti } = parsed.data;
  const whole = { target: undefined, reason: why.data };
  if (edge !== undefined) {
    return { kind: 'edge', subject: edge.caller, target: edge.target, reason: why.data };
  }
  if (microservice !== undefined) return { kind: 'microservice', subject: microservice, ...whole };
  if (kid !== undefined) return { kind: 'kid', subject: kid, ...whole };
  return jti === undefined ? undefined : { kind: 'jti', subject: jti, ...whole };
}
