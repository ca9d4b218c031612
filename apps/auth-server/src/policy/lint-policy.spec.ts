import { lintPolicy } from './lint-policy.js';
import { parsePolicyDocument } from './parse-policy-document.js';

const NOW = Date.parse('2026-06-01T00:00:00Z');

const lint = (more: string, m2 = '') => {
  const parsed = parsePolicyDocument(
    `microservices: { m1: { url: http://m1 }, m2: { url: http://m2${m2} } }\n${more}`,
  );
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return lintPolicy(parsed.document, NOW).map(({ code, subject }) => `${code} ${subject}`);
};

describe('lintPolicy', () => {
  it.each([
    ['nothing of a plain policy', 'allow: { m1: [m2] }', '', []],
    ['a wildcard', 'allow: { "*": [m1] }', '', ['wildcard * -> m1']],
    [
      'an end that has come',
      'allow: { m1: [{ target: m2, until: 2026-06-01 }] }',
      '',
      ['edge_expired m1 -> m2'],
    ],
    [
      'an end that comes',
      'allow: { m1: [{ target: m2, until: 2026-06-15 }] }',
      '',
      ['edge_expiring m1 -> m2'],
    ],
    ['no end far away', 'allow: { m1: [{ target: m2, until: 2026-06-16 }] }', '', []],
    [
      'an observed edge',
      'allow: { m1: [{ target: m2, mode: observe }] }',
      '',
      ['observed m1 -> m2'],
    ],
    ['an observed caller', 'allow: { m1: [m2] }', ', mode: observe', ['observed m2']],
    ['who has no owner while others do', 'allow: { m1: [m2] }', ', owner: x', ['no_owner m1']],
    ['who is in no edge', 'allow: { m1: [m1] }', '', ['microservice_unreachable m2']],
    [
      'nobody who is in a group of an edge',
      'groups: { g: [m2] }\nallow: { m1: ["group:g"] }',
      '',
      [],
    ],
    [
      'an empty group',
      'groups: { g: [] }\nallow: { m1: [m2, "group:g"] }',
      '',
      ['group_empty group:g', 'edge_shadowed m1 -> group:g'],
    ],
    ['an unused group', 'groups: { g: [m2] }\nallow: { m1: [m2] }', '', ['group_unused group:g']],
    [
      'an entry that never counts',
      'groups: { g: [m2] }\nallow: { m1: [m2, "group:g"], m2: ["group:g"] }',
      '',
      ['edge_shadowed m1 -> group:g'],
    ],
  ])('tells %s', (_what, more, m2, findings) => {
    expect(lint(more, m2)).toEqual(findings);
  });

  it('tells at most 500 things', () => {
    const names = Array.from({ length: 600 }, (_, index) => `n${index}: { url: http://n }`);
    const parsed = parsePolicyDocument(`microservices: { ${names.join(', ')} }`);
    expect(parsed.ok && lintPolicy(parsed.document, NOW)).toHaveLength(500);
  });
});
