import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '@app/m2m';
import { ROOT, type AdminActor } from './admin-actor.js';
import { adminTokenIdOf, hashOf } from './admin-secret.js';
import { isLive, type AdminTokenSnapshot, type AdminTokenUse } from './admin-token-record.js';
import type { RootToken } from './root-token.js';

/** What a token is compared with when there is no record, so that both cases do the same work. */
const NOBODY = hashOf('');

/** What an {@link AdminAuthenticator} is made of. */
export interface AdminAuthenticatorParts {
  readonly root: RootToken;
  readonly tokens: { current(): AdminTokenSnapshot };
  readonly uses: { note(use: AdminTokenUse): void };
  readonly clock: Clock;
}

/** Tells by an admin token who administers. */
export class AdminAuthenticator {
  constructor(private readonly parts: AdminAuthenticatorParts) {}

  /**
   * Whose token this is. Unknown, wrong, expired and revoked ones give undefined after the same work:
   * one hash and two comparisons in constant time. Never waits.
   */
  authenticate(presented: string): AdminActor | undefined {
    const { root, tokens, uses, clock } = this.parts;
    const hash = hashOf(presented);
    const id = adminTokenIdOf(presented);
    const record = id === undefined ? undefined : tokens.current().find(id);
    const isRoot = root.matches(hash);
    const isRecorded = timingSafeEqual(record?.hash ?? NOBODY, hash);
    if (isRoot) return ROOT;
    const nowMs = clock.nowMs();
    if (!isRecorded || record === undefined || !isLive(record, nowMs)) return undefined;
    const { label, role } = record;
    uses.note({ id: record.id, day: new Date(nowMs).toISOString().slice(0, 10) });
    return { id: record.id, label, role };
  }
}
