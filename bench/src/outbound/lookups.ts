import {
  noOutboundEvents,
  type OutboundEvents,
} from '../../../libs/m2m/src/outbound/outbound-events.port.js';

/** Counts the calls that found no usable token in memory, and so had to wait. */
export function recordingEvents(): {
  readonly events: OutboundEvents;
  readonly lookups: () => { readonly misses: number };
} {
  let misses = 0;
  const looked: OutboundEvents['looked'] = (_target, lookup) => {
    if (lookup === 'miss') misses += 1;
  };
  return { events: { ...noOutboundEvents, looked }, lookups: () => ({ misses }) };
}
