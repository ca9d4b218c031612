import type { Clock } from '@app/m2m';
import type { Database } from '../database/database.js';
import { FollowedSnapshot } from '../database/followed-snapshot.js';
import type { PolicySnapshot } from './policy-snapshot.js';
import { readSnapshot, readVersion } from './read-snapshot.js';

/** The policy in force, in memory: whoever decides waits for no database. */
export class PolicySnapshots extends FollowedSnapshot<PolicySnapshot> {
  constructor(database: Database, clock: Clock, pollIntervalMs: number) {
    super(
      {
        what: 'policy',
        context: 'Policy',
        channel: 'm2m_policy',
        read: readSnapshot,
        readVersion,
      },
      { database, clock, pollIntervalMs },
    );
  }
}
