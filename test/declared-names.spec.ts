import { declareNames } from '../apps/m2m-cli/src/declared/declare-names.js';
import { callGraph } from '../apps/m2m-cli/src/policy/call-graph.js';
import { compileSnippets } from './docs/compile-snippets.js';

/** As `m2m types` writes it. */
const DECLARED = declareNames(
  callGraph({
    microservices: { m1: {}, m2: {} },
    allow: { m1: [{ target: 'm2', scopes: ['invoice:read'] }] },
  }),
  'nestjs-m2m',
);

const USES = `
import { M2MHttpModule, M2MProtected, m2mClient, type TokenClientService } from 'nestjs-m2m';
declare const m2m: TokenClientService;
declare const client: Parameters<typeof m2mClient>[2];`;

/** The same line with a name that is declared, and with one that is not. */
const lines: readonly (readonly [line: string, right: string, wrong: string])[] = [
  ['M2MProtected({ callers: [NAME] });', 'm1', 'm9'],
  ['M2MProtected({ scopes: [NAME] });', 'invoice:read', 'invoice:raed'],
  ['m2m.for(NAME);', 'm2', 'm22'],
  ["m2m.for('m2', { scope: NAME });", 'invoice:read', 'invoice'],
  ["m2m.for('m2', { scope: [NAME] });", 'invoice:read', 'invoice'],
  ["void m2m.fetch(NAME, '/');", 'm2', 'm3'],
  ["void m2m.request(NAME, '/');", 'm2', 'm3'],
  ['void m2m.getToken(NAME);', 'm2', 'm3'],
  ['m2m.interceptor(NAME);', 'm2', 'm3'],
  ['M2MHttpModule.forTarget(NAME);', 'm2', 'm3'],
  ['m2mClient(m2m, NAME, client);', 'm2', 'm3'],
];

const withNames = (which: 1 | 2) => ({
  name: which === 1 ? 'right' : 'wrong',
  code: [
    USES,
    ...lines.map((one) => one[0].replace('NAME', JSON.stringify(one[which]))),
    'export {};',
  ].join('\n'),
});

/** The compiler reads the library and Nest for each. */
jest.setTimeout(120_000);

describe('names that are declared', () => {
  it('make every misspelt one a compile error that shows the declared ones, and no right one', () => {
    const found = compileSnippets([withNames(1), withNames(2), { name: 'names', code: DECLARED }]);
    expect(found.map((one) => /"m9"|"m22"|"m3"|"invoice:raed"|"invoice"/.exec(one)?.[0])).toEqual(
      lines.map(([, , wrong]) => JSON.stringify(wrong)),
    );
    expect(found.filter((one) => !/"m1" \| "m2"|"invoice:read"|ScopeInput/.test(one))).toEqual([]);
  });

  it('leave every text a name when there is no declaration', () => {
    expect(compileSnippets([withNames(2)])).toEqual([]);
  });
});
