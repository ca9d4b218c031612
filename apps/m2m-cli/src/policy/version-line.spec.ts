import { Refusal } from '../client/refusal.js';
import { takeVersionLine, withVersionLine } from './version-line.js';

const DOCUMENT = '# ours\nallow:\n  m1: [ m2 ]\n';

describe('the line that says the version', () => {
  it('is written before a document, and taken out of it again', () => {
    const written = withVersionLine(DOCUMENT, '"7"');
    expect(written).toBe(`# m2m-policy-version: 7\n${DOCUMENT}`);
    expect(takeVersionLine(written)).toMatchObject({ document: DOCUMENT, version: 7 });
  });

  it.each([null, '', 'W/"7"'])('is left out when the tag names none: %j', (etag) => {
    expect(withVersionLine(DOCUMENT, etag)).toBe(DOCUMENT);
  });

  it.each([
    ['below what somebody wrote above it', '# mine\n# m2m-policy-version: 7\nallow: {}\n', 7],
    ['with the ends of lines of Windows', '# mine\n# m2m-policy-version: 8\r\nallow: {}\n', 8],
    [
      'twice, of which the first counts',
      '# m2m-policy-version: 9\n# mine\n# m2m-policy-version: 1\nallow: {}\n',
      9,
    ],
  ])('is found %s', (_, text, version) => {
    expect(takeVersionLine(text)).toMatchObject({ document: '# mine\nallow: {}\n', version });
  });

  it.each(['  # m2m-policy-version: 7', 'a: m2m-policy-version: 7', '# m2m-policy-version: x'])(
    'is not %j',
    (text) => {
      expect(takeVersionLine(text)).toMatchObject({ document: text, version: undefined });
    },
  );

  it('moves no problem to another line of the file', () => {
    const { inFile } = takeVersionLine(`# mine\n# m2m-policy-version: 7\n${DOCUMENT}`);
    const problems = [
      { line: 1, column: 1, message: 'a' },
      { line: 2, column: 3, message: 'b' },
      { message: 'c' },
    ];
    const moved = inFile(new Refusal(400, { code: 'M2M_POLICY_INVALID', problems }));
    expect(moved).toMatchObject({ details: ['1:1 a', '3:3 b', 'c'] });
    const other = new Refusal(409, {});
    expect([inFile(other), inFile('x')]).toEqual([other, 'x']);
  });
});
