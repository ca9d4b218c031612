import { changesInShort, differenceLines } from './differences.js';

describe('what a change of a policy did', () => {
  it.each([
    [{ added: 2, removed: 0, changed: 10 }, '+2 ~10'],
    [{ added: 0, removed: 1, changed: 0 }, '-1'],
    [{ added: 0, removed: 0, changed: 0 }, 'nothing'],
  ])('%j is %s in short', (counts, short) => {
    expect(changesInShort({ ...counts, differences: [] })).toBe(short);
  });

  it('is one line a thing, with the terms that it had and has', () => {
    expect(
      differenceLines([
        { kind: 'edge', change: 'added', name: 'm1 -> m2', after: {} },
        { kind: 'edge', change: 'changed', name: 'm1 -> m3', before: {}, after: { scopes: ['a'] } },
        { kind: 'group', change: 'removed', name: 'shop', before: ['m1'] },
      ]),
    ).toEqual(['+ edge m1 -> m2', '~ edge m1 -> m3  {"scopes":["a"]}', '- group shop  ["m1"]']);
  });
});
