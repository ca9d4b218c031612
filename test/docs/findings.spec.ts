import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDocument, ROOT, tableRows } from './markdown.js';

const CLI = join(ROOT, 'apps', 'm2m-cli', 'src');

/** The ids that the sources of a folder give their findings. */
function idsIn(folder: string): readonly string[] {
  const texts = readdirSync(join(CLI, folder))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => readFileSync(join(CLI, folder, name), 'utf8'));
  const given = texts.flatMap(
    (text) =>
      // A check has a name of its own, beside those of its findings.
      text.replaceAll(/: Check = \{\s+id: [^,]*/g, '').match(/\bid: [^,;\n]*|\(edge, '[^']*/g) ??
      [],
  );
  const ids = given.flatMap((text) => text.match(/(?<=')[a-z]+(?:-[a-z]+)*/g) ?? []);
  return [...new Set(ids)].toSorted();
}

const listedIn = (path: string): readonly string[] =>
  tableRows(readDocument(path), 'finding')
    .map(([id = '']) => id)
    .toSorted();

describe('the table of findings', () => {
  it.each([
    ['docs/declared-in-code.md', 'declared'],
    ['docs/doctor.md', 'doctor'],
  ])('in %s has every one of its command, once, and no other', (path, folder) => {
    const listed = listedIn(path);
    expect(listed.length).toBeGreaterThan(10);
    expect(listed).toEqual(idsIn(folder));
  });
});
