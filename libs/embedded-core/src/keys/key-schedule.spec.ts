import {
  isInInterval,
  isRotationDue,
  isVerifiable,
  jwksMaxAgeSec,
  keyThatSigns,
} from './key-schedule.js';

const HOUR_MS = 3_600_000;
const SCHEDULE = { intervalMs: HOUR_MS, graceMs: 2 * HOUR_MS };
const key = (createdAtMs: number) => ({ createdAtMs });

describe('the schedule of dynamic keys', () => {
  it.each([
    ['there is none', undefined, 0, true],
    ['the newest is new', key(0), 0, false],
    ['the newest ends in exactly the overlap', key(0), HOUR_MS - 60_000, false],
    ['the newest ends within the overlap', key(0), HOUR_MS - 59_999, true],
    ['the newest has ended', key(0), HOUR_MS * 5, true],
  ])('judges whether a key must be made when %s', (_case, newest, nowMs, due) => {
    expect(isRotationDue(newest, nowMs, SCHEDULE)).toBe(due);
  });

  it.each([
    [HOUR_MS - 1, true, true],
    [HOUR_MS, false, true],
    [3 * HOUR_MS - 1, false, true],
    [3 * HOUR_MS, false, false],
  ])('at an age of %i ms lets a key sign: %p, publishes it: %p', (nowMs, signs, published) => {
    expect(isInInterval(key(0), nowMs, SCHEDULE)).toBe(signs);
    expect(isVerifiable(key(0), nowMs, SCHEDULE)).toBe(published);
  });

  it.each([
    ['the only key, however new', [key(1000)], 1000, key(1000)],
    ['the older key while the newest is fresh', [key(3_541_000), key(0)], 3_599_999, key(0)],
    ['the newest once the older has ended', [key(3_580_000), key(0)], HOUR_MS, key(3_580_000)],
    ['the newest once it is old enough', [key(1000), key(0)], 61_000, key(1000)],
    ['no key when there is none', [], 0, undefined],
  ])('signs with %s', (_case, keys, nowMs, expected) => {
    expect(keyThatSigns(keys, nowMs, SCHEDULE)).toEqual(expected);
  });

  it.each([
    [0, 3540],
    [1, 3539],
    [HOUR_MS - 60_000, 1],
    [HOUR_MS * 9, 1],
  ])('at %i ms lets the key set be cached for %i s', (nowMs, maxAgeSec) => {
    expect(jwksMaxAgeSec(key(0), nowMs, SCHEDULE)).toBe(maxAgeSec);
  });
});
