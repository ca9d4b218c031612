/** What was asked for too often. */
export type LimitKind = 'credential' | 'address' | 'failures';

/** Hears of every request that a limit refused; never throws. */
export interface LimitEvents {
  limited(kind: LimitKind): void;
}

/** Injects the {@link LimitEvents}, where there are any. */
export const LIMIT_EVENTS = Symbol('LIMIT_EVENTS');
