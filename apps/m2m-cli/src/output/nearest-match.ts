/** A text further away than this is another word, not a slip of the finger: m9 is not m1. */
const MOST_EDITS = 2;
const LETTERS_PER_EDIT = 3;

/** The known word that a misspelt one most likely means, or undefined when none is near. */
export function nearestMatch(misspelt: string, known: Iterable<string>): string | undefined {
  const wanted = misspelt.toLowerCase();
  const most = Math.min(MOST_EDITS, Math.floor(wanted.length / LETTERS_PER_EDIT));
  const [best] = [...known]
    .map((word) => ({ word, edits: countEdits(wanted, word.toLowerCase()) }))
    .filter(({ edits }) => edits <= most)
    .toSorted((a, b) => a.edits - b.edits);
  return best?.word;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one text into another. */
function countEdits(from: string, to: string): number {
  let before: readonly number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const swapped = isSwap ? (before[j - 2] ?? 0) + 1 : Infinity;
      next.push(Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row[to.length] ?? 0;
}
