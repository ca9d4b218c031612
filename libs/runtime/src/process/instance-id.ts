/** Injects what tells a running application from all others; a text, another one after each start. */
export const INSTANCE_ID = Symbol('INSTANCE_ID');
