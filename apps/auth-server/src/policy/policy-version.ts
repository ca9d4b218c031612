import type { PolicyChanges } from './diff-policies.js';
import type { PolicyBody } from './render-policy-document.js';

/** Who made a version, when, and what it changed. */
export interface PolicyVersionHead {
  readonly version: number;
  readonly at: Date;
  readonly actor: string;
  /** Why, in the words of whoever did it. */
  readonly message?: string;
  /** Undefined for what was stored before changes were noted. */
  readonly changes?: PolicyChanges;
}

/** A version with all that it says. */
export interface PolicyVersion extends PolicyVersionHead {
  /** The document in the words of its author. */
  readonly source: string;
  /** What the tables said then, flags included that the document does not speak of. */
  readonly content: PolicyBody;
}

/** What changed an edge last. */
export interface EdgeChange extends Omit<PolicyVersionHead, 'changes'> {
  readonly change: 'added' | 'removed' | 'changed';
}

/** Bounds of a page of versions. */
export const VERSIONS_PAGE = { default: 50, most: 200 } as const;

/** What stands for the author of a change that did not come through this server. */
export const BY_HAND = { actor: 'database', message: 'Changed in the database by hand.' } as const;
