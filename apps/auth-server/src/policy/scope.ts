import { DOCUMENT_LIMITS } from './policy-document.js';

/** scope-token of RFC 6749 §3.3: printable ASCII without space, quote and backslash. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** Whether a text can be one scope. */
export function isScope(text: unknown): text is string {
  return typeof text === 'string' && text.length <= DOCUMENT_LIMITS.scopeLength && SCOPE.test(text);
}
