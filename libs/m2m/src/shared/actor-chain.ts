import { isMicroserviceName } from './microservice-name.js';

/** The most callers before the direct one that a token may name. */
export const MAX_CHAIN_LENGTH = 10;

/**
 * The callers on whose behalf a token was issued, the first of all first, from its `act` claim
 * (RFC 8693 §4.1): `{ sub: 'm2', act: { sub: 'm1' } }` is `['m1', 'm2']`, and no claim is no chain.
 *
 * @returns undefined when the claim is anything else, or names more than {@link MAX_CHAIN_LENGTH}
 */
export function readActorChain(act: unknown): readonly string[] | undefined {
  const chain: string[] = [];
  for (let actor = act; actor !== undefined;) {
    if (typeof actor !== 'object' || actor === null) return undefined;
    const { sub, act: before } = actor as { readonly sub?: unknown; readonly act?: unknown };
    if (!isMicroserviceName(sub) || chain.length === MAX_CHAIN_LENGTH) return undefined;
    chain.unshift(sub);
    actor = before;
  }
  return chain;
}

/** The `act` claim (RFC 8693 §4.1) of a chain, first caller first; undefined for an empty one. */
export function actorClaim(chain: readonly string[]): object | undefined {
  return chain.reduce<object | undefined>(
    (before, sub) => (before === undefined ? { sub } : { sub, act: before }),
    undefined,
  );
}
