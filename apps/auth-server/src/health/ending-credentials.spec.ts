import type { Credential } from '../registry/credential.js';
import type { Microservice } from '../registry/microservice.js';
import { RegistrySnapshot } from '../registry/registry-snapshot.js';
import { endingCredentials } from './ending-credentials.js';

const NOW_MS = Date.parse('2026-01-31T12:00:00Z');
const DAY_MS = 86_400_000;

const countOf = (traits: Partial<Credential>, isEnabled = true): number => {
  const microservice = { name: 'm1', isEnabled } as Microservice;
  const credential = { id: 'a', microservice: 'm1', ...traits } as Credential;
  const registry = new RegistrySnapshot([microservice], [], { credentials: [credential] });
  return endingCredentials(registry, NOW_MS);
};
const ending = (days: number) => ({ expiresAt: new Date(NOW_MS + days * DAY_MS) });

describe('endingCredentials', () => {
  it.each([
    ['ended', ending(0), 0],
    ['ends in a day', ending(1), 1],
    ['ends in 13 days', ending(13), 1],
    ['ends in 14 days', ending(14), 0],
    ['is revoked', { ...ending(1), revokedAt: new Date(NOW_MS) }, 0],
  ])('counts a credential that %s as it must', (_what, traits, count) => {
    expect(countOf(traits)).toBe(count);
  });

  it('counts none of a disabled microservice', () => {
    expect(countOf(ending(1), false)).toBe(0);
  });
});
