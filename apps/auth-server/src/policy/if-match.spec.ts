import { entityTag, versionOfIfMatch } from './if-match.js';

describe('versionOfIfMatch', () => {
  it.each([0, 1, 7, 123_456])('reads back the tag of version %d', (version) => {
    expect(versionOfIfMatch(entityTag(version))).toBe(version);
  });

  it.each([undefined, '', ' ', '*'])('finds no version named in %j', (header) => {
    expect(versionOfIfMatch(header)).toBeUndefined();
  });

  it.each(['7', 'W/"7"', '"07"', '"-1"', '"7", "8"', '"seven"', '"7', `"${'9'.repeat(20)}"`])(
    'finds a tag that matches no version in %j',
    (header) => {
      expect(versionOfIfMatch(header)).toBeNull();
    },
  );
});
