import { z } from 'zod';
import { DOCUMENT_LIMITS } from './policy-document.js';

/** scope-token of RFC 6749 §3.3: printable ASCII without space, quote and backslash. */
const TOKEN = '[\\x21\\x23-\\x5b\\x5d-\\x7e]+';
const SCOPE = new RegExp(`^${TOKEN}$`);
const SCOPES = new RegExp(`^${TOKEN}( ${TOKEN})*$`);

/** Whether a text can be one scope. */
export function isScope(text: unknown): text is string {
  return typeof text === 'string' && text.length <= DOCUMENT_LIMITS.scopeLength && SCOPE.test(text);
}

/**
 * The parameter `scope` of a request (RFC 6749 §3.3): scopes joined by single spaces, each of them
 * once. It is a text of at most 2048 characters.
 */
export const scopeParameter = z
  .string()
  .max(2048)
  .regex(SCOPES)
  .transform((text): readonly string[] => [...new Set(text.split(' '))]);
