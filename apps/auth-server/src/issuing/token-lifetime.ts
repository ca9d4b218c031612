import type { Edge } from '../policy/edge.js';
import type { IssuingOptions } from './issuing-options.js';

/** How long a token lives and when to renew it, both in whole seconds from now. */
export interface TokenLifetime {
  readonly ttlSec: number;
  readonly refreshSec: number;
}

/** What shortens the life of one token. */
export interface LifetimeLimits {
  readonly edge: Pick<Edge, 'ttlSec' | 'until'>;
  readonly nowMs: number;
  /** How long the token of the call lives that this one is for. */
  readonly remainingSec?: number | undefined;
}

/**
 * The shortest of what the server, the edge and the call allow. A token does not outlive the end of
 * its edge, and one of an edge with a ttl of its own is renewed at half of it at the latest.
 */
export function tokenLifetime(
  { ttlSec: most, refreshSec }: Pick<IssuingOptions, 'ttlSec' | 'refreshSec'>,
  { edge, nowMs, remainingSec = Infinity }: LifetimeLimits,
): TokenLifetime {
  const ofEdgeSec = edge.ttlSec ?? Infinity;
  const ttlSec = Math.min(most, ofEdgeSec, remainingSec, untilEndSec(edge, nowMs));
  return { ttlSec, refreshSec: Math.min(refreshSec, Math.ceil(ofEdgeSec / 2), ttlSec) };
}

/** An end in the past is that of an observed edge, and limits nothing. */
function untilEndSec({ until }: Pick<Edge, 'until'>, nowMs: number): number {
  const leftMs = until === undefined ? 0 : until.getTime() - nowMs;
  return leftMs <= 0 ? Infinity : Math.max(1, Math.floor(leftMs / 1000));
}
