import { isLive } from '../registry/credential.js';
import type { RegistrySnapshot } from '../registry/registry-snapshot.js';

/** How many days ahead an end is worth a warning. */
export const ENDING_DAYS = 14;

/** How many credentials of enabled microservices count now and end within {@link ENDING_DAYS}. */
export function endingCredentials(registry: RegistrySnapshot, nowMs: number): number {
  const soonMs = nowMs + ENDING_DAYS * 86_400_000;
  return registry
    .all()
    .filter(({ isEnabled }) => isEnabled)
    .flatMap(({ name }) => registry.credentialsOf(name))
    .filter((credential) => isLive(credential, nowMs) && credential.expiresAt.getTime() < soonMs)
    .length;
}
