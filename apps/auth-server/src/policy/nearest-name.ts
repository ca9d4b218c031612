/** A text further away than this is another name, not a slip of the finger: m9 is not m1. */
const MOST_EDITS = 2;
const LETTERS_PER_EDIT = 3;

/** The known name that a misspelt one most likely means, or undefined when none is near. */
export function nearestName(misspelt: string, known: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  const wanted = misspelt.trim().toLowerCase();
  let fewest = Math.min(MOST_EDITS, Math.floor(wanted.length / LETTERS_PER_EDIT)) + 1;
  for (const name of known) {
    if (Math.abs(name.length - wanted.length) >= fewest) continue;
    const edits = countEdits(wanted, name);
    if (edits < fewest) [nearest, fewest] = [name, edits];
  }
  return nearest;
}

/** Levenshtein distance: insertions, deletions and replacements that turn one text into another. */
function countEdits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
