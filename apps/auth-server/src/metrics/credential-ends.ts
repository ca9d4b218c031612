import { isLive, type Credential } from '../registry/credential.js';
import type { RegistrySnapshot } from '../registry/registry-snapshot.js';

/** The label of all microservices that are not among those named. */
export const OTHER = 'other';

/**
 * When each enabled microservice is left without a credential that has a record, in seconds since
 * the epoch: the latest end of those in force. Named are the `most` that end soonest; of the others
 * only the soonest is told, so that names cannot make series without bound.
 */
export function credentialEnds(
  registry: RegistrySnapshot,
  nowMs: number,
  most = 100,
): ReadonlyMap<string, number> {
  const ends = registry
    .all()
    .filter(({ isEnabled }) => isEnabled)
    .flatMap(({ name }): (readonly [string, number])[] => {
      const live = registry.credentialsOf(name).filter((credential) => isLive(credential, nowMs));
      return live.length === 0 ? [] : [[name, latestEndSec(live)]];
    })
    .toSorted(([, a], [, b]) => a - b);
  const [next] = ends.slice(most);
  return new Map([
    ...ends.slice(0, most),
    ...(next === undefined ? [] : [[OTHER, next[1]] as const]),
  ]);
}

const latestEndSec = (credentials: readonly Credential[]): number =>
  Math.max(...credentials.map(({ expiresAt }) => Math.floor(expiresAt.getTime() / 1000)));
