import faults from '../fault/data/faults.json' with { type: 'json' };
import { readDocument, tableRows } from './markdown.js';

const rows = tableRows(readDocument('test/fault/README.md'), 'row');

/** Titles of tests that name the row, and comments on a row within a matrix. */
const naming = (row: string): RegExp => new RegExp(`(?:['"\`(]|// |, )${row}[:,]`);

describe('the table of faults', () => {
  it.each(faults.map(({ id, fault }) => [id, fault]))('has a test of %s: %s', (id) => {
    expect(rows.map(([row]) => row)).toContain(id);
  });

  it.each(rows.map(([row = '', , tests = '']) => [row, tests]))(
    'tells of %s where it is tried: %s',
    (row, tests) => {
      for (const path of tests.split(', ')) expect(readDocument(path)).toMatch(naming(row));
    },
  );
});
