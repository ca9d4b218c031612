/** What the core is asked for: a signature, or its public keys. */
export type CoreCall = 'sign' | 'keys';

/** Runs every call to the core and returns what it brings; a clock or a tracer stands around it. */
export interface CoreEvents {
  calling<T>(call: CoreCall, run: () => Promise<T>): Promise<T>;
}

/** Injects the {@link CoreEvents}, where there are any. */
export const CORE_EVENTS = Symbol('CORE_EVENTS');

/** Stands around nothing. */
export const noCoreEvents: CoreEvents = { calling: (_call, run) => run() };
