import { Injectable } from '@nestjs/common';
import type { SourceEdit } from './edit-policy-source.js';
import { documentInvalid, preconditionRequired, toProblem } from './policy.problems.js';
import { parsePolicyDocument } from './parse-policy-document.js';
import { PolicySnapshots } from './policy-snapshots.service.js';
import { PolicyStore, type PolicyAuthor } from './policy-store.js';

/** Answer of every change: the version that it made. */
export interface NewVersion {
  readonly version: number;
}

/** What an act of an administrator says of the version that it made. */
export const versionSubject = ({ version }: NewVersion): { readonly made: string } => ({
  made: String(version),
});

/**
 * Changes the policy for administrators; what it answered is in force here, or as soon as it can be
 * read back. Throws Problems.
 */
@Injectable()
export class PolicyEditor {
  constructor(
    private readonly store: PolicyStore,
    private readonly snapshots: PolicySnapshots,
  ) {}

  /** Puts a whole document in place of the version that the author names. */
  replace(source: string, author: PolicyAuthor): Promise<NewVersion> {
    if (author.ifMatch === undefined) throw preconditionRequired();
    const parsed = parsePolicyDocument(source);
    if (!parsed.ok) throw documentInvalid(parsed.problems);
    return this.#inForce(this.store.replace(parsed.document, { ...author, source }));
  }

  /** Puts an old version in place of the one that the author names. */
  restore(version: number, author: PolicyAuthor): Promise<NewVersion> {
    if (author.ifMatch === undefined) throw preconditionRequired();
    return this.#inForce(this.store.restore(version, author));
  }

  /** Changes one thing; without If-Match in whatever version is there. */
  edit(edit: SourceEdit, author: PolicyAuthor): Promise<NewVersion> {
    return this.#inForce(this.store.edit(edit, author));
  }

  async #inForce(change: Promise<number>): Promise<NewVersion> {
    const version = await change.catch(toProblem);
    await this.snapshots.refreshIfPossible();
    return { version };
  }
}
