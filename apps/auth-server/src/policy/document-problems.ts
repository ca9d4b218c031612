import type { LineCounter, Node } from 'yaml';
import { DOCUMENT_LIMITS, type DocumentProblem } from './policy-document.js';

/** A node of the document together with its place in the tree. */
export interface Place {
  readonly node: Node | null;
  readonly path: string;
}

/** Gathers everything that is wrong, so that one look at the answer mends the whole document. */
export class DocumentProblems {
  private readonly found: DocumentProblem[] = [];
  private more = 0;

  constructor(private readonly lines: LineCounter) {}

  /** Notes a problem at a node; a missing node counts as the start of the document. */
  at({ node, path }: Place, message: string): void {
    this.add(node?.range?.[0] ?? 0, path, message);
  }

  /** Notes a problem at a position in the text. */
  add(offset: number, path: string, message: string): void {
    if (this.found.length === DOCUMENT_LIMITS.problems) {
      this.more++;
      return;
    }
    const { line, col } = this.lines.linePos(offset);
    this.found.push({
      path: printable(path),
      line: Math.max(line, 1),
      column: Math.max(col, 1),
      message: printable(message),
    });
  }

  /** Whether there is room for another problem: what is costly to say is left out when not. */
  get isFull(): boolean {
    return this.found.length === DOCUMENT_LIMITS.problems;
  }

  /** All problems in the order of the text. */
  all(): readonly DocumentProblem[] {
    const sorted = this.found.toSorted((a, b) => a.line - b.line || a.column - b.column);
    const last = sorted.at(-1);
    if (last === undefined || this.more === 0) return sorted;
    return [...sorted, { ...last, path: '', message: `There are ${this.more} more problems.` }];
  }
}

/** Parts of a document end up in terminals and logs: one line of ASCII, of bounded length. */
function printable(text: string): string {
  return text.slice(0, 300).replace(/[^\x20-\x7e]/g, '?');
}
