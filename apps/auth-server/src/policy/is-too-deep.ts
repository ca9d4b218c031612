import { Lexer } from 'yaml';

/**
 * Whether a YAML text may nest deeper than a limit, told from its tokens, before a parser sees it
 * that calls itself once per level and needs more memory than there is for `- - - - …`.
 *
 * Counts at least as much as there is: open brackets, the block markers of the line, and the
 * indentations that the line stands in.
 */
export function isTooDeep(text: string, limit: number): boolean {
  const indents: number[] = [];
  let brackets = 0;
  let markers = 0;
  let isLineStart = true;
  for (const token of new Lexer().lex(text)) {
    if (isLineStart) {
      enter(indents, /^ *$/.test(token) ? token.length : 0);
      markers = 0;
    }
    isLineStart = token === '\n' || token === '\r\n';
    if (token === '[' || token === '{') brackets++;
    else if (token === ']' || token === '}') brackets = Math.max(0, brackets - 1);
    else if (brackets === 0 && (token === '-' || token === '?' || token === ':')) markers++;
    if (brackets + markers + indents.length > limit) return true;
  }
  return false;
}

/** Keeps the indentations that enclose a line, each wider than the one before. */
function enter(indents: number[], width: number): void {
  while ((indents.at(-1) ?? -1) >= width) indents.pop();
  indents.push(width);
}
