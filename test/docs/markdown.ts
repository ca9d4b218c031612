import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The root of the repository. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** Reads a document by its path from the root. */
export const readDocument = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** One fenced block of a document. */
export interface CodeBlock {
  readonly language: string;
  /** The heading above it, without the marks. */
  readonly heading: string;
  /** The line of its first line of code, counted from 1. */
  readonly line: number;
  readonly code: string;
}

/** The fenced blocks of a document, in order. */
export function codeBlocks(document: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let heading = '';
  let open: { language: string; line: number; lines: string[] } | undefined;
  for (const [index, line] of document.split('\n').entries()) {
    if (open === undefined) {
      const fence = /^```(\w*)/.exec(line);
      if (fence !== null) open = { language: fence[1] ?? '', line: index + 2, lines: [] };
      else heading = /^#+ (.*)/.exec(line)?.[1] ?? heading;
    } else if (line === '```') {
      const { language, line: start, lines } = open;
      blocks.push({ language, heading, line: start, code: lines.join('\n') });
      open = undefined;
    } else {
      open.lines.push(line);
    }
  }
  return blocks;
}

/** The rows of the table whose first column is headed `header`, as cells without their backticks. */
export function tableRows(document: string, header: string): string[][] {
  const lines = document.split('\n');
  const start = lines.findIndex((line) => new RegExp(`^\\|\\s*${header}\\s*\\|`).test(line));
  if (start < 0) return [];
  const after = lines.slice(start + 2);
  const end = after.findIndex((line) => !line.startsWith('|'));
  return after
    .slice(0, end < 0 ? undefined : end)
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim().replace(/^`([^`]*)`$/, '$1')));
}

/** Where the links of a document lead to, without those to other sites. */
export function localLinks(document: string): string[] {
  return [...document.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^(https?:|mailto:|#)/.test(link))
    .map((link) => link.replace(/#.*$/, ''));
}
