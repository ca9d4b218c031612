import { Registry } from 'prom-client';

/** Injects the {@link Registry} of this process; the global one of prom-client stays empty. */
export const METRICS_REGISTRY = Symbol('METRICS_REGISTRY');

/** A registry of one application. */
export const createRegistry = (): Registry => new Registry();
