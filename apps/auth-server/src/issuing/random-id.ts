import { randomFillSync } from 'node:crypto';

const ID_BYTES = 18;

/** The system's generator is asked for many ids at once; each byte is used for one id only. */
const pool = Buffer.alloc(256 * ID_BYTES);
let usedBytes = pool.length;

/** 144 bits from the system's generator, as 24 characters that need no escaping anywhere. */
export function randomId(): string {
  if (usedBytes === pool.length) {
    randomFillSync(pool);
    usedBytes = 0;
  }
  usedBytes += ID_BYTES;
  return pool.toString('base64url', usedBytes - ID_BYTES, usedBytes);
}
