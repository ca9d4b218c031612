import type { KeyObject } from 'node:crypto';
import type { Clock } from '../../shared/clock.js';
import { M2MOptionsError } from '../../shared/options.error.js';
import { DpopKey, isDpopKey } from './dpop-key.js';
import { DpopProver } from './dpop-prover.js';

/**
 * Whether tokens are bound to a key (DPoP, RFC 9449): `true` binds all of them to a key that this
 * process makes and never writes; `{ key }` to one of yours (a private `KeyObject` of P-256, Ed25519 or
 * RSA from 2048 bits); `'when-required'` those alone whose edge demands it.
 */
export type DpopOption = boolean | 'when-required' | { readonly key: KeyObject };

/** How this microservice binds its tokens. */
export interface DpopPlan {
  readonly prover: DpopProver;
  /** False: only where the policy demands it. */
  readonly isAlways: boolean;
}

/** @throws {@link M2MOptionsError} for what is no {@link DpopOption} */
export function dpopPlanOf(given: unknown, clock: Clock): DpopPlan | undefined {
  if (given === undefined || given === false) return undefined;
  if (given === true || given === 'when-required') {
    return { prover: new DpopProver(new DpopKey(), clock), isAlways: given === true };
  }
  const { key } = (given ?? {}) as { readonly key?: unknown };
  if (isDpopKey(key)) return { prover: new DpopProver(new DpopKey(key), clock), isAlways: true };
  throw new M2MOptionsError(
    'dpop',
    'is none that is known. Give true, "when-required", or { key } with a private KeyObject of P-256, Ed25519 or RSA from 2048 bits.',
  );
}
