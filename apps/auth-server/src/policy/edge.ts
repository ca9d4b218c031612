import type { PolicyMode } from '../registry/microservice.js';

/** Beyond the names, what an edge says. */
export interface EdgeTerms {
  /** Scopes the caller may hold at the target, in the order of the policy; often none. */
  readonly scopes: readonly string[];
  /** How long its tokens live at most, in seconds; undefined leaves it to the server's setting. */
  readonly ttlSec?: number | undefined;
  /** The moment from which the edge counts no more; undefined never. */
  readonly until?: Date | undefined;
  /** With `observe`, calls beyond scopes and end are let through and written down. */
  readonly mode: PolicyMode;
  /** Why the edge is there, for people. */
  readonly reason?: string | undefined;
  /** Whom to ask about it, for people. */
  readonly owner?: string | undefined;
  /** The proof that the caller must bind its tokens to (RFC 9449); undefined asks for none. */
  readonly senderConstrained?: 'dpop' | undefined;
}

/** A permission: this caller may call this target. */
export interface Edge extends EdgeTerms {
  readonly caller: string;
  readonly target: string;
  /** The entry with a group or a wildcard that it comes from; undefined when it is written out. */
  readonly via?: { readonly caller: string; readonly target: string };
}

/** Bounds of {@link EdgeTerms.ttlSec}. */
export const EDGE_TTL_SEC = { least: 1, most: 7200 } as const;
