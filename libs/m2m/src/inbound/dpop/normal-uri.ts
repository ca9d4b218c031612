const LONGEST_URI = 4096;

/** An authority and a path of printable ASCII, without what parsers read in different ways. */
const PLAIN = /^https?:\/\/(?![/?#])[\x21-\x5b\x5d-\x7e]+$/i;
const ESCAPE = /%([0-9a-f]{2})/gi;
const UNRESERVED = /[A-Za-z0-9._~-]/;

/**
 * An http(s) URI in the one form in which two are compared (RFC 9449 §4.3, RFC 3986 §6.2.2 and
 * §6.2.3): scheme and host in lower case, no default port, no dot segments, no escape that is not
 * needed, the others in upper case, and neither query nor fragment. Undefined when it is none.
 */
export function normalUri(text: string): string | undefined {
  if (text.length > LONGEST_URI || !PLAIN.test(text)) return undefined;
  const unescaped = text.replace(/[?#].*$/, '').replace(ESCAPE, normalEscape);
  if (!URL.canParse(unescaped)) return undefined;
  const { username, password, origin, pathname } = new URL(unescaped);
  return username === '' && password === '' ? origin + pathname : undefined;
}

function normalEscape(escape: string, digits: string): string {
  const character = String.fromCharCode(Number.parseInt(digits, 16));
  return UNRESERVED.test(character) ? character : escape.toUpperCase();
}
