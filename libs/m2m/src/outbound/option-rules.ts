import { M2MOptionsError } from '../shared/options.error.js';

/** The lowest and highest value of a whole number, and its value when it is not given. */
export interface NumberRule {
  readonly least: number;
  readonly most: number;
  readonly otherwise: number;
}

/** @throws {@link M2MOptionsError} unless the value is absent or a whole number within the rule */
export function wholeNumber(option: string, value: unknown, rule: NumberRule): number {
  if (value === undefined) return rule.otherwise;
  if (typeof value === 'number' && Number.isInteger(value)) {
    if (value >= rule.least && value <= rule.most) return value;
  }
  throw new M2MOptionsError(
    option,
    `is ${shown(value)}. Give a whole number from ${rule.least} to ${rule.most}, or leave it out for ${rule.otherwise}.`,
  );
}

/**
 * A base URL: http or https, and nothing that would travel with every call.
 *
 * @throws {@link M2MOptionsError} which never shows the userinfo of the URL
 */
export function baseUrl(option: string, value: unknown): URL {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new M2MOptionsError(
      option,
      'is not an http or https URL. Give one such as "http://localhost:8000".',
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new M2MOptionsError(option, 'contains a user name or password. Remove it from the URL.');
  }
  if (url.href.includes('?') || url.href.includes('#')) {
    throw new M2MOptionsError(
      option,
      `is "${url.origin}${url.pathname}" with a query or fragment. Remove what follows "?" or "#".`,
    );
  }
  return url;
}

/** A value as a message may show it: short, and on one line. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80));
  if (value === null || ['number', 'boolean', 'bigint', 'undefined'].includes(typeof value)) {
    return String(value);
  }
  return `a value of type ${Array.isArray(value) ? 'array' : typeof value}`;
}
