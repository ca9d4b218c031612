import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePolicyDocument } from './parse-policy-document.js';
import type { DocumentProblem } from './policy-document.js';

const problemsOf = (text: string): readonly DocumentProblem[] => {
  const parsed = parsePolicyDocument(text);
  return parsed.ok ? [] : parsed.problems;
};

/** A document whose only mistake is somewhere in `allow`. */
const allowing = (allow: string): string =>
  `microservices: { m1: { url: http://m1 }, orders: { url: http://o } }\nallow: ${allow}\n`;

const registering = (microservices: string): string => `microservices: ${microservices}`;

describe('parsePolicyDocument', () => {
  it('reads the policy of the demo', () => {
    const file = join(import.meta.dirname, '../../../../m2m.policy.yaml');
    const parsed = parsePolicyDocument(readFileSync(file, 'utf8'));
    expect(parsed).toMatchObject({ ok: true });
    if (!parsed.ok) return;
    expect(parsed.document.microservices).toEqual(
      [1, 2, 3].map((n) => ({
        name: `m${n}`,
        url: `http://localhost:800${n}`,
        isEnabled: undefined,
      })),
    );
    expect(parsed.document.allow.map(({ caller, target }) => `${caller}>${target}`)).toEqual([
      'm1>m1',
      'm1>m2',
      'm2>m1',
      'm2>m2',
      'm3>m1',
    ]);
  });

  it('reads scopes, the enabled flag, and JSON', () => {
    const text = `{
      "microservices": { "m1": { "url": "https://m1:8443/base", "enabled": false } },
      "allow": { "m1": [{ "target": "m1", "scopes": ["b", "a:read"] }] }
    }`;
    expect(parsePolicyDocument(text)).toEqual({
      ok: true,
      document: {
        microservices: [{ name: 'm1', url: 'https://m1:8443/base', isEnabled: false }],
        allow: [{ caller: 'm1', target: 'm1', scopes: ['b', 'a:read'], mode: 'enforce' }],
      },
    });
  });

  it.each(['microservices: {}', 'microservices: {}\nallow: {}', '{"microservices":{}}'])(
    'reads a policy of nothing: %j',
    (text) => {
      expect(parsePolicyDocument(text)).toEqual({
        ok: true,
        document: { microservices: [], allow: [] },
      });
    },
  );

  it.each([
    ['nothing', '', 'must be a map'],
    ['a list', '[]', 'must be a map'],
    ['a text', 'hello', 'must be a map'],
    ['no microservices', 'allow: {}', 'has no "microservices:"'],
    ['microservices of nothing', 'microservices:', 'must be a map'],
    ['microservices in a list', registering('[m1]'), 'must be a map'],
    [
      'an unknown key',
      'microservices: {}\nversion: 1',
      'Unknown key "version": allowed here: microservices, groups, allow, trust',
    ],
    ['a misspelt key', 'microservices: {}\nalow: {}', 'did you mean allow'],
    ['a key that is a number', 'microservices: {}\n1: 2', 'plain text'],
    ['a key that is a list', 'microservices: {}\n[a]: 2', 'plain text'],
    ['a key twice', 'microservices: {}\nallow: {}\nallow: {}', '"allow" is given twice'],
    ['two documents', 'microservices: {}\n---\nmicroservices: {}', 'multiple documents'],
    ['broken YAML', 'microservices: {', 'end with a }'],
    ['broken JSON', '{"microservices": {}', 'end with a }'],
    ['an unknown tag', 'microservices: !!js/function {}', 'Unresolved tag'],
    ['a merge key', 'microservices: {}\n<<: {}', 'Unknown key "<<"'],
  ])('refuses a document of %s', (_what, text, message) => {
    expect(
      problemsOf(text)
        .map((problem) => problem.message)
        .join('\n'),
    ).toContain(message);
  });

  it.each(['M1', 'm_1', '1m', 'm1 ', 'é', '"m\\0"', 'a'.repeat(64), '"<img onerror>"', '..', '""'])(
    'refuses the name %s',
    (name) => {
      const [problem] = problemsOf(registering(`{ ${JSON.stringify(name)}: { url: http://a } }`));
      expect(problem?.message).toContain('cannot be a name');
      expect(problem?.message).toMatch(/^[\x20-\x7e]+$/);
    },
  );

  it.each(['__proto__', 'hasOwnProperty'])('refuses %s as a name', (name) => {
    expect(problemsOf(registering(`{ ${name}: { url: http://a } }`))).toHaveLength(1);
  });

  it('takes "constructor" for the ordinary name that it is', () => {
    expect(problemsOf(registering('{ constructor: { url: http://a } }'))).toEqual([]);
  });

  it('refuses the name of the auth-server', () => {
    const [problem] = problemsOf(registering('{ auth-server: { url: http://a } }'));
    expect(problem?.message).toContain('take another one');
  });

  it.each([
    'm1',
    'localhost:8001',
    'ftp://m1',
    'http://',
    'http://me:pw@m1',
    'http://m1/?a=b',
    'http://m1/#a',
    'http://m1/a b',
    'http://m1\\\\a',
    'HTTP://m1',
    'http://m1:99999',
    `http://${'a'.repeat(3000)}`,
  ])('refuses the url %s', (url) => {
    const problems = problemsOf(registering(`{ m1: { url: "${url}" } }`));
    expect(problems).toMatchObject([{ path: 'microservices.m1.url' }]);
  });

  it.each([
    ['no url', '{ m1: {} }', '"m1" has no url'],
    ['a url that is a number', '{ m1: { url: 8001 } }', 'A url must be'],
    ['nothing', '{ m1: }', 'must be a map'],
    ['a text', '{ m1: http://m1 }', 'must be a map'],
    ['a flag that is a text', '{ m1: { url: http://a, enabled: "no" } }', 'true or false'],
    ['a flag that is a list', '{ m1: { url: http://a, enabled: [] } }', 'true or false'],
    ['an id of its own', '{ m1: { url: http://a, id: 7 } }', 'Unknown key "id"'],
    ['a name twice', '{ m1: { url: http://a }, m1: { url: http://b } }', '"m1" is given twice'],
  ])('refuses a microservice with %s', (_what, text, message) => {
    const problems = problemsOf(registering(text));
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain(message);
  });

  it.each([
    ['a list', '[m1]', 'must be a map', 'allow'],
    ['an unknown caller', '{ m9: [] }', '"m9" is not registered here: add it', 'allow.m9'],
    [
      'an unknown target',
      '{ m1: [stock] }',
      '"stock" is not registered here: add it',
      'allow.m1[0]',
    ],
    ['a misspelt target', '{ m1: [m1, ordrs] }', 'did you mean orders?', 'allow.m1[1]'],
    ['a target in other case', '{ m1: [M1] }', 'did you mean m1?', 'allow.m1[0]'],
    ['a target twice', '{ m1: [m1, { target: m1 }] }', 'listed twice', 'allow.m1[1]'],
    ['a target without a list', '{ m1: m1 }', 'must be a list', 'allow.m1'],
    ['a target that is a number', '{ m1: [1] }', 'A target is a name', 'allow.m1[0]'],
    ['a part of a wildcard', '{ m1: ["m*"] }', '"m*" is not registered', 'allow.m1[0]'],
    [
      'an unknown group',
      '{ "group:x": [m1] }',
      'no group "x": add it under groups',
      'allow.group:x',
    ],
    ['an edge without a target', '{ m1: [{ scopes: [a] }] }', 'names no target', 'allow.m1[0]'],
    [
      'an edge with an unknown key',
      '{ m1: [{ target: m1, scope: a }] }',
      'did you mean scopes',
      'allow.m1[0].scope',
    ],
    [
      'scopes without a list',
      '{ m1: [{ target: m1, scopes: a }] }',
      'must be a list',
      'allow.m1[0].scopes',
    ],
    [
      'a scope of two words',
      '{ m1: [{ target: m1, scopes: [a b] }] }',
      'A scope is',
      'allow.m1[0].scopes[0]',
    ],
    [
      'a scope twice',
      '{ m1: [{ target: m1, scopes: [a, a] }] }',
      '"a" is listed twice',
      'allow.m1[0].scopes[1]',
    ],
  ])('refuses %s in allow', (_what, text, message, path) => {
    const problems = problemsOf(allowing(text));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ path, line: 2 });
    expect(problems[0]?.message).toContain(message);
  });

  it('refuses more scopes than an edge may have', () => {
    const scopes = Array.from({ length: 65 }, (_, index) => `s${index}`).join(', ');
    const [problem] = problemsOf(allowing(`{ m1: [{ target: m1, scopes: [${scopes}] }] }`));
    expect(problem?.message).toContain('at most 64 scopes');
  });

  it('refuses anchors and aliases, which can repeat a value a billion times', () => {
    const text = 'microservices: { m1: &a { url: http://a }, m2: *a }';
    const messages = problemsOf(text).map(({ message }) => message);
    expect(messages.filter((message) => message.includes('aliases'))).toHaveLength(2);
  });

  it('reports all problems at once, each with line and column, in the order of the text', () => {
    const text =
      'microservices:\n  m1: { url: 1 }\n  M2: { url: http://a }\nallow:\n  m1:\n    - m3\n';
    expect(problemsOf(text).map(({ line, column }) => [line, column])).toEqual([
      [2, 14],
      [3, 3],
      [6, 7],
    ]);
  });

  it('reports at most a hundred problems, and how many are left', () => {
    const names = Array.from({ length: 150 }, (_, index) => `N${index}: { url: http://a }`);
    const keys = Array.from({ length: 5 }, (_, index) => `u${index}: 1`);
    const problems = problemsOf(
      `${registering(`{ ${names.join(', ')} }`)}\n${keys.join('\n')}\nallow: { x: [y] }`,
    );
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)?.message).toBe('There are 57 more problems.');
  });

  it('cuts long names in messages and paths, and shows no control characters', () => {
    const [problem] = problemsOf(
      registering(`{ "\\e[31m${'x'.repeat(1000)}": { url: http://a } }`),
    );
    expect(problem?.message.length).toBeLessThan(301);
    expect(`${problem?.message}${problem?.path}`).toMatch(/^[\x20-\x7e]+$/);
  });

  it.each([
    ['large', `microservices: {}\n#${'x'.repeat(1_000_001)}`, 'at most 1000000 bytes'],
    ['deep', `microservices: ${'['.repeat(100_000)}`, 'nests at most 16'],
  ])('refuses a document that is too %s without parsing it', (_what, text, message) => {
    expect(problemsOf(text)).toMatchObject([{ path: '', line: 1, column: 1 }]);
    expect(problemsOf(text)[0]?.message).toContain(message);
  });
});
