const LONGEST_PATTERN = 512;
const LONGEST_SUBJECT = 1024;

/** Printable ASCII without space; at most one `*` in each segment, and a letter or digit somewhere. */
const SEGMENT = /^[^*]*\*?[^*]*$/;

/** Whether a text can be a pattern for subjects; one that matches everything cannot. */
export function isSubjectPattern(text: unknown): text is string {
  if (typeof text !== 'string' || text.length > LONGEST_PATTERN) return false;
  if (!/^[\x21-\x7e]+$/.test(text) || !/[A-Za-z0-9]/.test(text)) return false;
  return text.split(/[:/]/).every((segment) => SEGMENT.test(segment));
}

/**
 * Whether a subject matches a pattern as a whole. `*` stands for one or more characters that do not
 * end a segment, so `repo:acme/*` is no door for `repo:acme/a:pull_request`.
 */
export function matchesSubject(pattern: string, subject: string): boolean {
  if (subject.length > LONGEST_SUBJECT) return false;
  const wanted = pattern.split(/([:/])/);
  const given = subject.split(/([:/])/);
  return (
    wanted.length === given.length &&
    wanted.every((segment, index) => matchesSegment(segment, given[index] ?? ''))
  );
}

function matchesSegment(pattern: string, segment: string): boolean {
  const star = pattern.indexOf('*');
  if (star === -1) return pattern === segment;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return (
    segment.length > before.length + after.length &&
    segment.startsWith(before) &&
    segment.endsWith(after)
  );
}
