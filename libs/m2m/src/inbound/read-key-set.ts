import type { KeyObject } from 'node:crypto';
import type { InboundEvents } from './inbound-events.js';
import { judgeJwk } from './jwk-judge.js';

/**
 * The usable keys of a JWK Set document by `kid`; what was left out is told to the listener.
 *
 * Two different keys of one `kid` are both left out: which of them a token means cannot be known.
 *
 * @throws Error when the document is no key set, or holds no usable key at all.
 */
export function readKeySet(document: unknown, events: InboundEvents): Map<string, KeyObject> {
  const keys = new Map<string, KeyObject>();
  const ambiguous = new Set<string>();
  for (const entry of entriesOf(document)) {
    const verdict = judgeJwk(entry);
    if (!verdict.usable) {
      events.keyIgnored?.(verdict.keyId, verdict.reason);
      if (verdict.isPrivate) events.privateKeyPublished?.(verdict.keyId);
      continue;
    }
    const known = keys.get(verdict.keyId);
    if (known !== undefined && !known.equals(verdict.key)) ambiguous.add(verdict.keyId);
    keys.set(verdict.keyId, verdict.key);
  }
  for (const keyId of ambiguous) {
    keys.delete(keyId);
    events.keyIgnored?.(keyId, 'the set holds two different keys of this name');
  }
  if (keys.size === 0) throw new Error('The key set holds no usable key.');
  return keys;
}

function entriesOf(document: unknown): readonly unknown[] {
  if (typeof document === 'object' && document !== null && 'keys' in document) {
    if (Array.isArray(document.keys)) return document.keys;
  }
  throw new Error('The document is not a key set: "keys" must be a list.');
}
