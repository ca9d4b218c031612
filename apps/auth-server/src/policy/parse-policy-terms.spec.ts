import { parsePolicyDocument } from './parse-policy-document.js';
import type { DocumentProblem } from './policy-document.js';

const problemsOf = (text: string): readonly DocumentProblem[] => {
  const parsed = parsePolicyDocument(text);
  return parsed.ok ? [] : parsed.problems;
};

const MICROSERVICES = 'microservices: { m1: { url: http://m1 }, m2: { url: http://m2 } }';

describe('parsePolicyDocument, of what is said beyond names', () => {
  it('reads all that an edge, a microservice and a group can say', () => {
    const text = `
microservices:
  m1: { url: http://m1, mode: observe, owner: "team m1, @m1" }
  m2: { url: http://m2, mode: enforce }
groups: { shop: [m2, m1], none: [] }
allow:
  m1:
    - target: m2
      scopes: [a]
      ttl: 10m
      until: 2027-01-01
      mode: observe
      reason: move of the shop, ticket 12
      owner: team-x
      sender-constrained: dpop
    - group:shop
  group:shop: ["*"]
  "*": [{ target: m1, mode: enforce }]
`;
    const parsed = parsePolicyDocument(text);
    expect(parsed).toMatchObject({ ok: true });
    if (!parsed.ok) return;
    const { microservices, groups, allow } = parsed.document;
    expect(microservices).toMatchObject([
      { name: 'm1', mode: 'observe', owner: 'team m1, @m1' },
      { name: 'm2', mode: 'enforce' },
    ]);
    expect(groups).toEqual([
      { name: 'shop', members: ['m2', 'm1'] },
      { name: 'none', members: [] },
    ]);
    expect(allow).toEqual([
      {
        caller: 'm1',
        target: 'm2',
        scopes: ['a'],
        ttlSec: 600,
        until: new Date('2027-01-01T00:00:00Z'),
        mode: 'observe',
        reason: 'move of the shop, ticket 12',
        owner: 'team-x',
        senderConstrained: 'dpop',
      },
      { caller: 'm1', target: 'group:shop', scopes: [], mode: 'enforce' },
      { caller: 'group:shop', target: '*', scopes: [], mode: 'enforce' },
      { caller: '*', target: 'm1', scopes: [], mode: 'enforce' },
    ]);
  });

  it.each([
    ['a ttl without a unit', 'ttl: 600', 'A ttl is written', 'ttl'],
    ['a ttl of nothing', 'ttl: 0s', 'A ttl is written', 'ttl'],
    ['a ttl beyond what a key lives', 'ttl: 7201s', 'from 1s to 2h', 'ttl'],
    ['an end that is no day', 'until: 2027-02-30', 'An end is a day', 'until'],
    ['an end in no time zone', 'until: 2027-01-01T12:00:00', 'in UTC', 'until'],
    ['an unknown mode', 'mode: audit', 'A mode is enforce', 'mode'],
    ['a mode that is a flag', 'mode: true', 'A mode is enforce', 'mode'],
    ['a reason of nothing', 'reason: ""', 'a text of one line', 'reason'],
    ['a reason of two lines', 'reason: "a\\nb"', 'a text of one line', 'reason'],
    ['a reason that turns the text', 'reason: "a\\u202eb"', 'a text of one line', 'reason'],
    ['a reason that is long', `reason: ${'x'.repeat(201)}`, 'at most 200', 'reason'],
    ['an owner that is long', `owner: ${'x'.repeat(101)}`, 'at most 100', 'owner'],
    ['another proof', 'sender-constrained: mtls', 'can be dpop', 'sender-constrained'],
    [
      'a misspelt key',
      'sender_constrained: dpop',
      'did you mean sender-constrained',
      'sender_constrained',
    ],
  ])('refuses an edge with %s', (_what, member, message, key) => {
    const problems = problemsOf(`${MICROSERVICES}\nallow: { m1: [{ target: m2, ${member} }] }`);
    expect(problems).toMatchObject([{ path: `allow.m1[0].${key}`, line: 2 }]);
    expect(problems[0]?.message).toContain(message);
  });

  it.each([
    ['a mode of its own', '{ url: http://m1, mode: trust }', 'A mode is enforce'],
    ['an owner in a list', '{ url: http://m1, owner: [a] }', 'a text of one line'],
  ])('refuses a microservice with %s', (_what, text, message) => {
    expect(problemsOf(`microservices: { m1: ${text} }`)[0]?.message).toContain(message);
  });

  it.each([
    ['in a list', '[shop]', 'must be a map', 'groups'],
    ['with a bad name', '{ Shop: [m1] }', 'cannot name a group', 'groups.Shop'],
    ['without a list', '{ shop: m1 }', 'must be a list', 'groups.shop'],
    ['with a stranger', '{ shop: [m9] }', '"m9" is not registered', 'groups.shop[0]'],
    ['within a group', '{ a: [m1], b: ["group:a"] }', 'is not registered', 'groups.b[0]'],
    ['with a number', '{ shop: [1] }', 'A member is the name', 'groups.shop[0]'],
    ['with a member twice', '{ shop: [m1, m1] }', 'listed twice', 'groups.shop[1]'],
  ])('refuses a group %s', (_what, groups, message, path) => {
    const problems = problemsOf(`${MICROSERVICES}\ngroups: ${groups}`);
    expect(problems).toMatchObject([{ path, line: 2 }]);
    expect(problems[0]?.message).toContain(message);
  });

  it.each([
    ['a caller', '{ "group:shp": [m1] }'],
    ['a target', '{ m1: ["group:shp"] }'],
  ])('names the group that %s may be meant for', (_what, allow) => {
    const [problem] = problemsOf(`${MICROSERVICES}\ngroups: { shop: [] }\nallow: ${allow}`);
    expect(problem?.message).toBe('There is no group "shp": did you mean group:shop?');
  });

  it('refuses more groups than there may be', () => {
    const groups = Array.from({ length: 1001 }, (_, index) => `g${index}: []`).join(', ');
    const [problem] = problemsOf(`${MICROSERVICES}\ngroups: { ${groups} }`);
    expect(problem?.message).toContain('at most 1000 groups');
  });

  it('refuses wildcards that stand for more edges than there may be', () => {
    const names = Array.from({ length: 501 }, (_, index) => `n${index}: { url: http://n }`);
    const [problem] = problemsOf(`microservices: { ${names.join(', ')} }\nallow: { "*": ["*"] }`);
    expect(problem).toMatchObject({ path: 'allow', line: 2 });
    expect(problem?.message).toContain('more than 250000 edges');
  });
});
