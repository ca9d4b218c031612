import type { PolicyMode } from '../registry/microservice.js';
import type { Edge } from './edge.js';
import type { PolicyGroup } from './expand-edges.js';
import type { TrustRule } from './trust-rule.js';

/** One microservice as a policy document describes it. */
export interface DocumentMicroservice {
  readonly name: string;
  /** Base URL under which callers reach it. */
  readonly url: string;
  /** Undefined leaves a known microservice as it is and makes a new one enabled. */
  readonly isEnabled: boolean | undefined;
  /** Undefined is `enforce`. */
  readonly mode?: PolicyMode | undefined;
  /** Whom to ask about it. */
  readonly owner?: string | undefined;
}

/** A whole policy: whatever is not in it does not exist, and what is not allowed is refused. */
export interface PolicyDocument {
  readonly microservices: readonly DocumentMicroservice[];
  /** Edges as they are written: on either side may stand `group:<name>` or `*`. */
  readonly allow: readonly Edge[];
  /** Absent when there is none. */
  readonly groups?: readonly PolicyGroup[];
  /** Absent when no platform is trusted. */
  readonly trust?: readonly TrustRule[];
}

/** One thing that is wrong with a document. */
export interface DocumentProblem {
  /** Where in the document's tree: `allow.m1[2].scopes[0]`; empty for the whole. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  /** What is wrong and how to mend it. */
  readonly message: string;
}

/** A document, or everything that is wrong with it. */
export type ParsedDocument =
  | { readonly ok: true; readonly document: PolicyDocument }
  | { readonly ok: false; readonly problems: readonly DocumentProblem[] };

/** What a document may hold at most. */
export const DOCUMENT_LIMITS = {
  /** Bytes of UTF-8. */
  bytes: 1_000_000,
  /** Nested lists and maps; a document needs five. */
  depth: 16,
  /** Problems reported at once; the last one says how many are left. */
  problems: 100,
  scopesPerEdge: 64,
  scopeLength: 128,
  groups: 1000,
  trustRules: 1000,
  reasonLength: 200,
  ownerLength: 100,
  urlLength: 2048,
} as const;
