import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { badInputSection } from '../support/corpus.js';

/** Where the cases of a section are tried; each case is named in the title of its test. */
const SPECS: Readonly<Record<string, string>> = { A: 'access-token', B: 'oauth' };

/** Cases that stop a start or a core, and the specs that try them. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  B035: 'test/e2e/start-up.e2e-spec.ts',
  B036: 'test/fault/core-away.e2e-spec.ts',
};

describe.each(Object.entries(SPECS))('section %s of the matrix of bad input', (letter, folder) => {
  const specs = join(import.meta.dirname, '..', 'e2e', folder);
  const titles = readdirSync(specs)
    .map((file) => readFileSync(join(specs, file), 'utf8'))
    .join('\n');

  it.each(badInputSection(letter).map(({ id, input }) => [id, input]))(
    'has a test of %s: %s',
    (id) => {
      const root = join(import.meta.dirname, '..', '..');
      const elsewhere = ELSEWHERE[id];
      const text = elsewhere === undefined ? titles : readFileSync(join(root, elsewhere), 'utf8');
      expect(text).toContain(`${id}: `);
    },
  );
});
