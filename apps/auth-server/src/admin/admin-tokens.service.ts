import { FollowedSnapshot, type FollowedParts } from '../database/followed-snapshot.js';
import type { AdminTokenSnapshot } from './admin-token-record.js';
import { readAdminTokens, readAdminTokenVersion } from './admin-token-store.js';

/** The admin tokens in memory: who administers is known while the database is away. */
export class AdminTokens extends FollowedSnapshot<AdminTokenSnapshot> {
  constructor(parts: FollowedParts) {
    super(
      {
        what: 'admin tokens',
        context: 'Admin',
        channel: 'm2m_admin_tokens',
        read: readAdminTokens,
        readVersion: readAdminTokenVersion,
      },
      parts,
    );
  }
}
