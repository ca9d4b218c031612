import { CdiVersionInvalid, CdiVersionUnsupported } from '../core-refusal.js';
import {
  assertCdiVersionExists,
  compareCdiVersions,
  readCdiVersion,
  SUPPORTED_CDI_VERSIONS,
} from './cdi-version.js';

describe('the cdi-version header', () => {
  it('means the newest version when it is absent', () => {
    expect(readCdiVersion(undefined)).toBe('5.4');
  });

  it.each(SUPPORTED_CDI_VERSIONS)('may be %s', (version) => {
    expect(readCdiVersion(version)).toBe(version);
    expect(() => assertCdiVersionExists(version)).not.toThrow();
  });

  it.each(['', 'x', '5.', '.4', '5.4-beta', ' 5.4', '-1', '5,4', '9'.repeat(400)])(
    'is refused as no version at all: %p',
    (header) => {
      expect(() => readCdiVersion(header)).toThrow(CdiVersionInvalid);
    },
  );

  it.each(['2.6', '1.0', '5.5', '5.10', '5.4.1', '99.0', '6'])(
    'is refused out of range: %s',
    (header) => {
      expect(() => readCdiVersion(header)).toThrow(new CdiVersionUnsupported(header));
    },
  );

  it.each(['3.5', '5.4.0', '2.07', '5'])('may be in range and yet not exist: %s', (header) => {
    expect(readCdiVersion(header)).toBe(header);
    expect(() => assertCdiVersionExists(header)).toThrow(CdiVersionUnsupported);
  });

  it.each([
    ['2.9', '2.10', -1],
    ['5.0', '4.9', 1],
    ['5', '5.0', 0],
    ['5.0.1', '5', 1],
  ])('compares %s with %s by number', (a, b, sign) => {
    expect(Math.sign(compareCdiVersions(a, b))).toBe(sign);
  });
});
