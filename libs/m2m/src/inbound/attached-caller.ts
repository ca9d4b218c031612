import type { M2MCaller } from '../shared/caller.js';

/** A symbol, so that nothing that was sent can ever stand in its place. */
const CALLER = Symbol('m2m.caller');

/** Notes who is calling on the thing that stands for this one call: the request, for HTTP. */
export function attachCaller(carrier: object, caller: M2MCaller): void {
  (carrier as Record<symbol, M2MCaller>)[CALLER] = caller;
}

/** Who is calling, or undefined when no guard has let the call in. */
export function attachedCaller(carrier: object): M2MCaller | undefined {
  return (carrier as Record<symbol, M2MCaller | undefined>)[CALLER];
}
