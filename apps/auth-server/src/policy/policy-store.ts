import type { Database } from '../database/database.js';
import type { Queries } from '../database/database-connection.js';
import { changesOf, clashesOf, diffPolicies } from './diff-policies.js';
import { parsePolicyDocument } from './parse-policy-document.js';
import type { PolicyDocument } from './policy-document.js';
import { documentOf, settled, sourceFor } from './policy-source.js';
import { findVersion } from './policy-versions.service.js';
import { BY_HAND, type PolicyVersion } from './policy-version.js';
import { PolicyConflict, PolicyRefused } from './policy.errors.js';
import { lockVersion, raiseVersion, readVersion } from './read-snapshot.js';
import { readTables } from './read-tables.js';
import { policyBody } from './render-policy-document.js';
import { insertVersion, latestSource, versionAt } from './version-rows.js';
import { writePolicy } from './write-policy.js';

/** A policy together with the version that a change of it must name. */
export interface StoredPolicy {
  readonly version: number;
  readonly document: PolicyDocument;
  /** The document in the words of its author as long as they are true, in YAML; read when asked for. */
  readonly source: string;
}

/** Who changes the policy, why, and from which version. */
export interface PolicyAuthor {
  /**
   * The version that the change was made for; null is none that there ever was. Undefined changes
   * whatever is there.
   */
  readonly ifMatch: number | null | undefined;
  /** Who did it, for the history. */
  readonly actor: string;
  /** Why, for the history. */
  readonly message?: string | undefined;
}

/** A whole policy, in the words of its author. */
export interface PolicyChange extends PolicyAuthor {
  readonly source: string;
}

/** The policy in the tables and its versions, changed as a whole. */
export class PolicyStore {
  constructor(private readonly database: Database) {}

  /** Reads the policy as of one moment. Throws DatabaseUnavailable. */
  read(): Promise<StoredPolicy> {
    return this.database.read(async (queries) => {
      const version = await readVersion(queries);
      const document = await readTables(queries);
      const written = await latestSource(queries);
      return {
        version,
        document,
        get source() {
          return sourceFor(document, written);
        },
      };
    });
  }

  /**
   * Replaces the whole policy in one transaction and returns its new version. A microservice that
   * stays keeps its id; one that is left out is deleted with its edges.
   *
   * Throws PolicyConflict, or DatabaseUnavailable, and has changed nothing then.
   */
  replace(document: PolicyDocument, { source, ...author }: PolicyChange): Promise<number> {
    return this.database.transaction((queries) =>
      change(queries, author, async () => ({ document, source })),
    );
  }

  /**
   * Changes the text of the policy in force in one transaction and returns its new version. Changes
   * take turns, so that each is made to what the one before it left.
   *
   * Throws what `edit` throws, PolicyRefused when its text is no policy, PolicyConflict, or
   * DatabaseUnavailable, and has changed nothing then.
   */
  edit(edit: (source: string) => string, author: PolicyAuthor): Promise<number> {
    return this.database.transaction((queries) =>
      change(queries, author, async (before, written) => {
        const source = edit(sourceFor(before, written));
        const parsed = parsePolicyDocument(source);
        if (!parsed.ok) throw new PolicyRefused(parsed.problems);
        return { document: parsed.document, source };
      }),
    );
  }

  /**
   * Makes an old version the newest in one transaction and returns its new number.
   *
   * Throws PolicyVersionUnknown, PolicyRefused when it is no policy, PolicyConflict, or
   * DatabaseUnavailable, and has changed nothing then.
   */
  restore(version: number, author: PolicyAuthor): Promise<number> {
    return this.database.transaction((queries) =>
      change(queries, author, async () => {
        const { source, content } = await findVersion(queries, version);
        const document = documentOf(content);
        return { document, source: sourceFor(document, source) };
      }),
    );
  }

  /**
   * Fills a database that no policy was ever written to; several processes at once take turns.
   * `load` is called only when it is empty. Returns whether it was.
   */
  seed(load: () => Promise<Wanted>, actor: string): Promise<boolean> {
    return this.database.exclusively(async (queries) => {
      if ((await lockVersion(queries)) !== 0) return false;
      await change(queries, { ifMatch: 0, actor }, load);
      return true;
    });
  }
}

interface Wanted {
  readonly document: PolicyDocument;
  readonly source: string;
}

/** One version: what is there is locked, compared with what was expected, changed, and kept. */
async function change(
  queries: Queries,
  { ifMatch, actor, message }: PolicyAuthor,
  wanted: (before: PolicyDocument, written: string | undefined) => Promise<Wanted>,
): Promise<number> {
  const from = await lockVersion(queries);
  if (ifMatch === null || (ifMatch ?? 0) > from) throw new PolicyConflict(from);
  const before = await readTables(queries);
  const latest = await catchUp(queries, from, before);
  const { document, source } = await wanted(before, latest?.source);
  const after = settled(document, before);
  const differences = diffPolicies(policyBody(before), policyBody(after));
  if (ifMatch !== undefined && ifMatch !== from) {
    await refuseClash(queries, { ifMatch, from, before, after });
  }
  await writePolicy(queries, after);
  // A document that changes no row is a new version, too: its comments may say something new.
  if ((await readVersion(queries)) === from) await raiseVersion(queries);
  const version = await readVersion(queries);
  await insertVersion(queries, {
    version,
    actor,
    ...(message !== undefined && { message }),
    source,
    content: policyBody(after),
    changes: changesOf(differences),
  });
  return version;
}

/** Keeps what was changed by hand since the latest version as a version of its own. */
async function catchUp(
  queries: Queries,
  version: number,
  document: PolicyDocument,
): Promise<Omit<PolicyVersion, 'at'> | undefined> {
  const latest = await versionAt(queries);
  const before = latest?.content ?? policyBody({ microservices: [], allow: [] });
  const content = policyBody(document);
  const differences = diffPolicies(before, content);
  if (differences.length === 0) return latest;
  const byHand = {
    ...BY_HAND,
    version,
    source: sourceFor(document, undefined),
    content,
    changes: changesOf(differences),
  };
  await insertVersion(queries, byHand);
  return byHand;
}

/** What else raised the version, such as a credential, is no reason to refuse a policy. */
async function refuseClash(
  queries: Queries,
  late: {
    readonly ifMatch: number;
    readonly from: number;
    readonly before: PolicyDocument;
    readonly after: PolicyDocument;
  },
): Promise<void> {
  const common = await versionAt(queries, late.ifMatch);
  const base = common?.content ?? policyBody({ microservices: [], allow: [] });
  const theirs = diffPolicies(base, policyBody(late.before));
  if (theirs.length === 0) return;
  const conflicts = clashesOf(diffPolicies(base, policyBody(late.after)), theirs);
  throw new PolicyConflict(late.from, { commonVersion: common?.version ?? 0, conflicts, theirs });
}
