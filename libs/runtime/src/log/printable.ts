const LONGEST = 80;

/** What is safe as it is, which nearly everything is. */
const PLAIN = /^[\x20-\x7e]{0,80}$/;

/** A caller's text made safe for a log: control and bidirectional characters escaped, cut short. */
export function printable(text: string): string {
  if (PLAIN.test(text)) return text;
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return shown.replace(
    /[^\x20-\x7e…]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
