import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { badInputSection } from '../support/corpus.js';

/** Where the cases of a section are tried; each case is named in the title of its test. */
const SPECS = join(import.meta.dirname, '..', 'e2e', 'access-token');

/** Cases that stop a start or a core, and the specs that try them. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  B035: 'test/e2e/start-up.e2e-spec.ts',
  B036: 'test/fault/core-away.e2e-spec.ts',
};

describe('the matrix of bad input', () => {
  const titles = readdirSync(SPECS)
    .map((file) => readFileSync(join(SPECS, file), 'utf8'))
    .join('\n');

  it.each(badInputSection('A').map(({ id, input }) => [id, input]))('%s has a test: %s', (id) => {
    const root = join(import.meta.dirname, '..', '..');
    const elsewhere = ELSEWHERE[id];
    const text = elsewhere === undefined ? titles : readFileSync(join(root, elsewhere), 'utf8');
    expect(text).toContain(`${id}: `);
  });
});
