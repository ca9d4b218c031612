import { createHash, timingSafeEqual } from 'node:crypto';

/** What the room keeps of the admin token: its hash, and how to compare a presented one with it. */
export class AdminToken {
  private readonly hash: Buffer;

  constructor(token: string) {
    this.hash = hashOf(token);
  }

  /** Whether this is the token; takes the same time wherever the two differ. */
  matches(presented: string): boolean {
    return timingSafeEqual(this.hash, hashOf(presented));
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
