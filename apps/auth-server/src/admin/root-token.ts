import { timingSafeEqual } from 'node:crypto';
import { hashOf } from './admin-secret.js';

/** What the room keeps of the token that the auth-server was started with: its hash. */
export class RootToken {
  private readonly hash: Buffer;

  constructor(token: string) {
    this.hash = hashOf(token);
  }

  /** Whether a token of this hash is it; takes the same time wherever the two differ. */
  matches(presentedHash: Buffer): boolean {
    return timingSafeEqual(this.hash, presentedHash);
  }
}
