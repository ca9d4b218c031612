/** Control characters and what steers a terminal or the order of text. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text of somebody else as it may be written to a terminal: nothing in it moves the cursor. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '\u{fffd}');
}
