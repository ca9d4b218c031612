const NAME = /^[a-z][a-z0-9-]{0,62}$/;

/**
 * Whether a text can be the name of a microservice: a lower-case letter, then up to 62 letters,
 * digits or hyphens. Names are compared byte by byte and never normalised, so `M2`, `m2 ` and
 * `__proto__` are no names at all.
 */
export function isMicroserviceName(text: unknown): text is string {
  return typeof text === 'string' && NAME.test(text);
}
