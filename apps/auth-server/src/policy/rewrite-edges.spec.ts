import { parsePolicyDocument } from './parse-policy-document.js';
import { rewriteEdges } from './rewrite-edges.js';
import type { Edge } from './edge.js';

const SOURCE = `# the shop
microservices:
  # takes orders
  m1: { url: http://m1 }
  m2: { url: http://m2, mode: observe } # new
  m3: { url: http://m3 }
groups:
  shop: [ m1, m2 ]
allow:
  # of orders
  m1: [ m2, { target: m3, scopes: [ a, b ] } ]
  m2:
    - m1 # pays
    - { target: m3, mode: observe } # for now
  group:shop: [ m3 ]
  '*': [ m1 ]
`;
const edge = (caller: string, target: string, ...scopes: string[]): Edge => ({
  caller,
  target,
  scopes,
  mode: 'enforce',
});

describe('rewriteEdges', () => {
  it('has exactly the edges that are wanted, and keeps the words around them', () => {
    const edges = [edge('m1', 'm3', 'b'), edge('m2', 'm1'), edge('m2', 'm3'), edge('m3', 'm1')];
    expect(rewriteEdges(SOURCE, edges)).toBe(`# the shop
microservices:
  # takes orders
  m1: { url: http://m1 }
  m2: { url: http://m2 } # new
  m3: { url: http://m3 }
groups:
  shop: [ m1, m2 ]
allow:
  # of orders
  m1: [ { target: m3, scopes: [ b ] } ]
  m2:
    - m1 # pays
    - m3 # for now
  m3: [ m1 ]
`);
  });

  it.each([
    ['no edges', SOURCE, []],
    ['a policy without any', 'microservices: { m1: { url: http://m1 } }', [edge('m1', 'm1')]],
    ['a policy of nobody', 'microservices: {}\nallow: {}\n', []],
  ])('makes a policy of %s', (_, source, edges) => {
    const parsed = parsePolicyDocument(rewriteEdges(source, edges));
    expect(parsed).toMatchObject({ ok: true, document: { allow: edges } });
  });
});
