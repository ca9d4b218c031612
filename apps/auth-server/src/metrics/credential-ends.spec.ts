import type { Credential } from '../registry/credential.js';
import { RegistrySnapshot } from '../registry/registry-snapshot.js';
import { credentialEnds } from './credential-ends.js';

const NOW_MS = Date.UTC(2026, 0, 1);

interface Given {
  readonly ends: readonly number[];
  readonly isEnabled?: boolean;
  readonly revokedAt?: Date;
}

/** A registry with credentials that end so many seconds from now. */
function registryOf(given: Readonly<Record<string, Given>>): RegistrySnapshot {
  const microservices = Object.entries(given).map(([name, { isEnabled = true }]) => ({
    id: name,
    name,
    url: `http://${name}`,
    isEnabled,
    notBefore: undefined,
    mode: 'enforce' as const,
  }));
  const credentials = Object.entries(given).flatMap(([microservice, { ends, revokedAt }]) =>
    ends.map((inSec, at): Credential => ({
      id: `${microservice}-${at}`,
      microservice,
      kind: 'secret',
      label: undefined,
      createdAt: new Date(0),
      expiresAt: new Date(NOW_MS + inSec * 1000),
      revokedAt,
      secretHash: undefined,
      tokenId: undefined,
      keys: undefined,
    })),
  );
  return new RegistrySnapshot(microservices, [], { credentials });
}

const endsOf = (given: Readonly<Record<string, Given>>, most?: number) =>
  Object.fromEntries(
    [...credentialEnds(registryOf(given), NOW_MS, most)].map(([name, endSec]) => [
      name,
      endSec - NOW_MS / 1000,
    ]),
  );

describe('credentialEnds', () => {
  it.each<[string, Given, object]>([
    ['the end of the only one', { ends: [60] }, { m1: 60 }],
    ['the latest end when one replaces the other', { ends: [60, 3600] }, { m1: 3600 }],
    ['nothing of what has ended', { ends: [-1, 60] }, { m1: 60 }],
    ['nothing when none is in force', { ends: [-1] }, {}],
    ['nothing of what was revoked', { ends: [60], revokedAt: new Date(0) }, {}],
    ['nothing of who is disabled', { ends: [60], isEnabled: false }, {}],
    ['nothing of who has no record', { ends: [] }, {}],
  ])('tells %s', (_, given, expected) => {
    expect(endsOf({ m1: given })).toEqual(expected);
  });

  it('names those that end soonest, and of the others the soonest', () => {
    const given = {
      m1: { ends: [40] },
      m2: { ends: [10] },
      m3: { ends: [20] },
      m4: { ends: [30] },
    };
    expect(endsOf(given, 2)).toEqual({ m2: 10, m3: 20, other: 30 });
    expect(endsOf(given, 4)).not.toHaveProperty('other');
  });
});
