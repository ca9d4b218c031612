import type { Database } from '../database/database.js';
import type { Queries } from '../database/database-connection.js';
import { diffPolicies, MOST_DIFFERENCES, type PolicyDifference } from './diff-policies.js';
import type { EdgeChange, PolicyVersion, PolicyVersionHead } from './policy-version.js';
import { PolicyVersionUnknown } from './policy.errors.js';
import { readVersion } from './read-snapshot.js';
import { latestChangeOf, listVersions, versionAt, versionInForce } from './version-rows.js';

/** Two versions beside each other. */
export interface VersionDiff {
  readonly from: number;
  readonly to: number;
  /** The first of what they disagree on. */
  readonly differences: readonly PolicyDifference[];
}

/** Reads the history of the policy. */
export class PolicyVersions {
  constructor(private readonly database: Database) {}

  /** A page of versions, newest first, and the cursor of the next one. Throws DatabaseUnavailable. */
  async list(page: {
    readonly before: number | undefined;
    readonly limit: number;
  }): Promise<{ readonly versions: readonly PolicyVersionHead[]; readonly next?: string }> {
    const found = await this.database.read((queries) =>
      listVersions(queries, { ...page, limit: page.limit + 1 }),
    );
    const versions = found.slice(0, page.limit);
    const last = versions.at(-1);
    return last === undefined || found.length === versions.length
      ? { versions }
      : { versions, next: String(last.version) };
  }

  /** Exactly this version. Throws PolicyVersionUnknown, DatabaseUnavailable. */
  find(version: number): Promise<PolicyVersion> {
    return this.database.read((queries) => findVersion(queries, version));
  }

  /** The version in force at a moment, or undefined before the first. Throws DatabaseUnavailable. */
  inForce(at: Date): Promise<PolicyVersion | undefined> {
    return this.database.read((queries) => versionInForce(queries, at));
  }

  /** What changed from one version to another, to the newest when none is named. */
  diff(from: number, to?: number): Promise<VersionDiff> {
    return this.database.read(async (queries) => {
      const newest = await readVersion(queries);
      const beyond = [from, to].find((version) => version !== undefined && version > newest);
      if (beyond !== undefined) throw new PolicyVersionUnknown(beyond);
      const [one, other] = [await versionAt(queries, from), await versionAt(queries, to)];
      if (one === undefined || other === undefined) throw new PolicyVersionUnknown(to ?? from);
      const differences = diffPolicies(one.content, other.content).slice(0, MOST_DIFFERENCES);
      return { from: one.version, to: other.version, differences };
    });
  }

  /** What changed an edge last, now or by a moment. Throws DatabaseUnavailable. */
  latestChangeOf(
    edge: { readonly caller: string; readonly target: string },
    at?: Date,
  ): Promise<EdgeChange | undefined> {
    return this.database.read((queries) => latestChangeOf(queries, edge, at));
  }
}

/** Exactly this version. Throws PolicyVersionUnknown. */
export async function findVersion(queries: Queries, version: number): Promise<PolicyVersion> {
  const found = await versionAt(queries, version);
  if (found?.version !== version) throw new PolicyVersionUnknown(version);
  return found;
}
