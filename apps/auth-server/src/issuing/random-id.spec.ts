import { randomId } from './random-id.js';

describe('randomId', () => {
  it('makes ids of 24 harmless characters that never repeat', () => {
    const ids = Array.from({ length: 10_000 }, randomId);
    expect(ids.filter((id) => !/^[\w-]{24}$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
