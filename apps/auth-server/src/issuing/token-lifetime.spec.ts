import { tokenLifetime } from './token-lifetime.js';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const server = { ttlSec: 1800, refreshSec: 300 };
const inMs = (ms: number) => ({ until: new Date(NOW + ms) });

describe('tokenLifetime', () => {
  it.each([
    ['the server’s setting', {}, undefined, 1800, 300],
    ['the shorter ttl of its edge', { ttlSec: 240 }, undefined, 240, 120],
    ['the shortest ttl that an edge can have', { ttlSec: 1 }, undefined, 1, 1],
    ['no longer ttl of its edge', { ttlSec: 7200 }, undefined, 1800, 300],
    ['what is left of its edge', inMs(90_900), undefined, 90, 90],
    ['a second where its edge ends within it', inMs(1), undefined, 1, 1],
    ['an observed edge that has ended, by the server’s setting', inMs(0), undefined, 1800, 300],
    ['what is left of its call', { ttlSec: 600 }, 20, 20, 20],
  ])('is that of %s', (_what, edge, remainingSec, ttlSec, refreshSec) => {
    expect(tokenLifetime(server, { edge, nowMs: NOW, remainingSec })).toEqual({
      ttlSec,
      refreshSec,
    });
  });
});
