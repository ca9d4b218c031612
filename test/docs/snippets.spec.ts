import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compileSnippets } from './compile-snippets.js';
import { codeBlocks, readDocument, ROOT } from './markdown.js';

const documents = readdirSync(ROOT)
  .filter((name) => name.endsWith('.md'))
  .concat(readdirSync(join(ROOT, 'docs', 'adr')).map((name) => `docs/adr/${name}`))
  .concat('libs/m2m/README.md');

const snippets = documents.flatMap((path) =>
  codeBlocks(readDocument(path))
    .filter(({ language }) => language === 'ts')
    .map(({ code, line }) => ({ name: `${path.replaceAll(/\W/g, '-')}-line-${line}`, code })),
);

describe('the snippets of the documents', () => {
  it('show how to protect a route and how to call a microservice', () => {
    const all = snippets.map(({ code }) => code).join('\n');
    for (const name of ['M2MProtected', 'Caller', 'TokenClientService', 'M2MModule.forRoot']) {
      expect(all).toContain(name);
    }
  });

  it('compile against the library under the flags of the sources', () => {
    expect(compileSnippets(snippets)).toEqual([]);
  });

  it('would be found out if they did not', () => {
    const code = "import { M2MModule } from '@app/m2m';\nexport const x = M2MModule.forRoot({});\n";
    expect(compileSnippets([{ name: 'wrong', code }])).toEqual([
      expect.stringContaining('not assignable'),
    ]);
  });
});
