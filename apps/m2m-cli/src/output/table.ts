import { printable } from './printable.js';

/** A cell; undefined and null are shown as a dash. */
export type Cell = string | number | boolean | null | undefined;

const GAP = '  ';

/** A cell as a terminal may show it. */
export function textOf(cell: Cell): string {
  return cell === undefined || cell === null || cell === '' ? '-' : printable(String(cell));
}

/** Lines of a table for people: aligned columns under headings, numbers to the right. */
export function table(
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
  heading: (text: string) => string = (text) => text,
): string {
  const texts = rows.map((row) => headings.map((_, column) => textOf(row[column])));
  const isNumeric = headings.map(
    (_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'),
  );
  const widths = headings.map((title, column) =>
    Math.max(title.length, ...texts.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return isNumeric[column] === true ? cell.padStart(width) : cell.padEnd(width);
      })
      .join(GAP)
      .trimEnd();
  return [heading(line(headings.map((title) => title.toUpperCase()))), ...texts.map(line)].join(
    '\n',
  );
}
