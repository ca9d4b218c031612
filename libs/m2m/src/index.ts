export { isMicroserviceName } from './shared/microservice-name.js';
export { systemClock, type Clock } from './shared/clock.js';
export type { M2MCaller } from './shared/caller.js';
