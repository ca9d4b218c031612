import type { Database } from '../database/database.js';
import type { Queries } from '../database/database-connection.js';
import { readRegistry } from '../registry/read-registry.js';
import { edgePages, lockVersion, raiseVersion, readVersion } from './read-snapshot.js';
import { readTrustRules } from './trust-rows.js';
import { writePolicy } from './write-policy.js';
import { PolicyConflict } from './policy.errors.js';
import type { Edge } from './edge.js';
import type { PolicyDocument } from './policy-document.js';
import { policyVersions } from './policy.tables.js';

/** A policy together with the version that a change of it must name. */
export interface StoredPolicy {
  readonly version: number;
  readonly document: PolicyDocument;
}

/** Who changes the policy, in which words, from which version. */
export interface PolicyChange {
  /** The version that the change was made for; any other one is a conflict, and null always is. */
  readonly ifMatch: number | null;
  /** Who did it, for the history. */
  readonly actor: string;
  /** The document as its author wrote it, for the history. */
  readonly source: string;
}

/** The policy in the tables, read and replaced as a whole. */
export class PolicyStore {
  constructor(private readonly database: Database) {}

  /** Reads the policy as of one moment. Throws DatabaseUnavailable. */
  read(): Promise<StoredPolicy> {
    return this.database.read(async (queries) => {
      const version = await readVersion(queries);
      const registry = await readRegistry(queries);
      const allow: Edge[] = [];
      for await (const page of edgePages(queries)) allow.push(...page);
      const trust = await readTrustRules(queries);
      return {
        version,
        document: { microservices: registry.all(), allow, ...(trust.length > 0 && { trust }) },
      };
    });
  }

  /**
   * Replaces the whole policy in one transaction and returns its new version. A microservice that
   * stays keeps its id; one that is left out is deleted with its edges.
   *
   * Throws PolicyConflict, or DatabaseUnavailable, and has changed nothing then.
   */
  replace(document: PolicyDocument, change: PolicyChange): Promise<number> {
    return this.database.transaction(async (queries) => {
      const current = await lockVersion(queries);
      if (current !== change.ifMatch) throw new PolicyConflict(current);
      return store(queries, document, { ...change, from: current });
    });
  }

  /**
   * Fills a database that no policy was ever written to; several processes at once take turns.
   * `load` is called only when it is empty. Returns whether it was.
   */
  seed(
    load: () => Promise<{ readonly document: PolicyDocument; readonly source: string }>,
    actor: string,
  ): Promise<boolean> {
    return this.database.exclusively(async (queries) => {
      const from = await lockVersion(queries);
      if (from !== 0) return false;
      const { document, source } = await load();
      await store(queries, document, { source, actor, from });
      return true;
    });
  }
}

/** A document that changes no row is a new version, too: its comments may say something new. */
async function store(
  queries: Queries,
  document: PolicyDocument,
  { source, actor, from }: Omit<PolicyChange, 'ifMatch'> & { readonly from: number },
): Promise<number> {
  await writePolicy(queries, document);
  if ((await readVersion(queries)) === from) await raiseVersion(queries);
  const version = await readVersion(queries);
  await queries.insert(policyVersions).values({ version, actor, document: source });
  return version;
}
