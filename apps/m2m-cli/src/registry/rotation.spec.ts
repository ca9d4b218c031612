import type { Credential } from './credential.js';
import { rotationProgress } from './rotation.js';

const MINUTE = 60_000;
const NOW = Date.parse('2026-01-01T12:00:00Z');

/** A credential that these replicas used so many minutes ago; the empty name is one without. */
function credential(id: string, ages: Readonly<Record<string, number>>): Credential {
  const seen = Object.entries(ages)
    .map(([replica, age]) => ({
      id: replica,
      lastSeenAt: new Date(NOW - age * MINUTE).toISOString(),
    }))
    .toSorted((a, b) => (a.lastSeenAt < b.lastSeenAt ? 1 : -1));
  const unnamed = seen.find(({ id: replica }) => replica === '');
  return {
    id,
    kind: 'bootstrap',
    registered: true,
    expiresAt: '2027-01-01T00:00:00Z',
    ...(seen[0] !== undefined && { lastSeenAt: seen[0].lastSeenAt }),
    ...(unnamed !== undefined && { unnamedLastSeenAt: unnamed.lastSeenAt }),
    replicas: seen.filter(({ id: replica }) => replica !== ''),
  };
}

const judge = (fresh: Record<string, number>, old: Record<string, number>): readonly string[] =>
  rotationProgress({
    fresh: credential('new', fresh),
    old: [credential('old', old)],
    nowMs: NOW,
    quietMs: 10 * MINUTE,
  }).waitingFor;

describe('rotationProgress', () => {
  it.each<[string, Record<string, number>, Record<string, number>]>([
    ['every replica has changed over', { a: 1, b: 1 }, { a: 3, b: 2 }],
    ['a replica was replaced and is gone', { b: 1 }, { a: 10 }],
    ['nobody ever used the old one', { a: 1 }, {}],
    ['a replica without a name is gone', { a: 1 }, { '': 11, a: 12 }],
  ])('is done when %s', (_, fresh, old) => {
    expect(judge(fresh, old)).toEqual([]);
  });

  it.each<[string, Record<string, number>, Record<string, number>, readonly string[]]>([
    ['one replica', { a: 1 }, { a: 3, b: 2 }, ['replica b still uses old']],
    ['a replica that went back', { a: 3 }, { a: 1 }, ['replica a still uses old']],
    ['one seen with both at once', { a: 2 }, { a: 2 }, ['replica a still uses old']],
    ['a first use', {}, {}, ['nobody has used new yet']],
    ['a first use, though all are gone', {}, { a: 99 }, ['nobody has used new yet']],
    ['a nameless one', { a: 1 }, { '': 2 }, ['a replica without a name still uses old']],
    [
      'a nameless one, though one with a name was seen later',
      { a: 1 },
      { '': 3, a: 2 },
      ['a replica without a name still uses old'],
    ],
  ])('waits for %s', (_, fresh, old, waitingFor) => {
    expect(judge(fresh, old)).toEqual(waitingFor);
  });

  it('has no old ones to wait for when there are none', () => {
    const fresh = credential('new', { a: 1 });
    expect(rotationProgress({ fresh, old: [], nowMs: NOW, quietMs: 1 }).isDone).toBe(true);
  });
});
