import type { M2MEvents, M2MListener } from './m2m-events.js';

type Surrounding = 'verifying' | 'requesting' | 'calling';
type Plain = Exclude<keyof M2MEvents, Surrounding>;

/** Every event that only tells, and so can be told to any number of listeners. */
const PLAIN_EVENTS = [
  'tokenAccepted',
  'requestRefused',
  'keySetFetched',
  'keySetFetchFailed',
  'keyIgnored',
  'privateKeyPublished',
  'revocationsChanged',
  'revocationsFailed',
  'revocationsStale',
  'looked',
  'renewed',
  'renewalFailed',
  'credentialFailed',
  'breakerChanged',
] as const satisfies readonly Plain[];

/**
 * Makes one listener of several, told in their order.
 *
 * Of the events that run something inside a span (`verifying`, `requesting`, `calling`) the first
 * listener that has one runs it: one tracer is enough.
 *
 * @example
 * ```ts
 * M2MModule.forRoot({
 *   name: 'm2',
 *   authServer,
 *   events: combineEvents(prometheusEvents(promClient, registry, { targets: ['m1'] }), tracingEvents(otel)),
 * });
 * ```
 */
export function combineEvents(...listeners: readonly M2MListener[]): M2MEvents {
  const plain = Object.fromEntries(PLAIN_EVENTS.map((name) => [name, tellAll(listeners, name)]));
  const tracer = (name: Surrounding) => {
    const found = listeners.find((listener) => listener[name] !== undefined);
    return found !== undefined && { [name]: found[name]?.bind(found) };
  };
  return {
    ...plain,
    ...tracer('verifying'),
    ...tracer('requesting'),
    ...tracer('calling'),
  } as unknown as M2MEvents;
}

function tellAll(listeners: readonly M2MListener[], name: Plain): (...args: never[]) => void {
  const told = listeners.filter((listener) => listener[name] !== undefined);
  return (...args) => {
    for (const listener of told) (listener[name] as (...args: never[]) => void)(...args);
  };
}
