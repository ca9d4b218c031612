import type { CallGraph } from '../policy/call-graph.js';

/** The declaration that makes the names of a policy types; the same text for the same names. */
export function declareNames({ nodes, edges }: CallGraph, module: string): string {
  const names = nodes.map(({ name }) => name);
  const scopes = edges.flatMap((edge) => edge.scopes);
  return [
    '// Written by "m2m types" from the policy: write it anew instead of changing it.',
    `import ${literal(module)};`,
    '',
    `declare module ${literal(module)} {`,
    '  interface M2MNames {',
    ...member('microservices', names),
    ...member('scopes', scopes),
    '  }',
    '}',
    '',
  ].join('\n');
}

/** Without a member every text is a name: a policy that has none has nothing to say about it. */
function member(name: string, texts: readonly string[]): readonly string[] {
  const sorted = [...new Set(texts)].toSorted();
  if (sorted.length === 0) return [];
  const last = sorted.length - 1;
  return [
    `    ${name}:`,
    ...sorted.map((text, index) => `      | ${literal(text)}${index === last ? ';' : ''}`),
  ];
}

function literal(text: string): string {
  return text.includes("'") ? JSON.stringify(text) : `'${JSON.stringify(text).slice(1, -1)}'`;
}
