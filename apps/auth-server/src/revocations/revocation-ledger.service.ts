import type { Clock } from '@app/m2m';
import { FollowedSnapshot, type FollowedParts } from '../database/followed-snapshot.js';
import { readRevocations, readRevocationVersion } from './read-revocations.js';
import type { RevocationSnapshot } from './revocation-snapshot.js';
import type { RevocationStore } from './revocation-store.js';

/** What a {@link RevocationLedger} is made of. */
export interface RevocationLedgerParts extends FollowedParts {
  readonly store: RevocationStore;
}

/** The revocations in force, in memory; while the database is away, the last ones known stay in force. */
export class RevocationLedger extends FollowedSnapshot<RevocationSnapshot> {
  constructor({ store, ...parts }: RevocationLedgerParts) {
    super(
      {
        what: 'revocations',
        context: 'Revocations',
        channel: 'm2m_revocations',
        read: readRevocations,
        readVersion: readRevocationVersion,
        describe: ({ entries }) => ({ entries: entries.length }),
        beforePoll: async () => {
          if (hasExpired(this.current(), parts.clock)) await store.purge();
        },
      },
      parts,
    );
  }
}

function hasExpired({ entries }: RevocationSnapshot, clock: Clock): boolean {
  const nowMs = clock.nowMs();
  return entries.some(({ expiresAt }) => expiresAt !== undefined && expiresAt.getTime() <= nowMs);
}
