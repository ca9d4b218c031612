import type { IncomingHttpHeaders } from 'node:http';

/** The header in which a microservice says which of its processes asks. */
const HEADER = 'm2m-instance';

/** What is written down as it is, and shown in lists. */
const PLAIN = /^[\w.-]{1,64}$/;

/** Which process of a microservice asks, by its own word; undefined when it says nothing usable. */
export function presentedInstance(headers: IncomingHttpHeaders): string | undefined {
  const value = headers[HEADER];
  return typeof value === 'string' && PLAIN.test(value) ? value : undefined;
}
