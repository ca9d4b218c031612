import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { parsePolicyDocument } from './parse-policy-document.js';
import { POLICY_SCHEMA } from './policy-schema.js';

const ROOT = join(import.meta.dirname, '../../../..');

const conforms = new Ajv2020({ strict: true, allErrors: false }).compile(POLICY_SCHEMA);
const M = 'microservices: { m1: { url: http://m1 }, m2: { url: http://m2 } }';
const edge = (terms: string): string => `${M}\nallow: { m1: [{ target: m2, ${terms} }] }`;
const rule = (members: string): string =>
  `${M}\ntrust: [{ issuer: https://p, audience: a, subject: s, microservice: m1, ${members} }]`;

const GOOD = [
  readFileSync(join(ROOT, 'm2m.policy.yaml'), 'utf8'),
  'microservices: {}',
  M,
  'microservices: { m1: { url: http://m1/base, enabled: false, mode: observe, owner: "é, x" } }',
  `${M}\ngroups: { g: [m1, m2], none: [] }\nallow: { "group:g": ["*", "group:none"], "*": [m1] }`,
  edge('scopes: [a, "b:c"], ttl: 10m, until: 2027-01-31, mode: enforce, reason: r, owner: o'),
  edge('until: 2027-01-31T18:00:00Z, sender-constrained: dpop'),
  rule('max_age_sec: 60, jwks_uri: http://p/keys'),
  `${M}\ntrust: [{ issuer: spiffe://acme, audience: a, subject: s, microservice: m1, jwks_uri: http://p }]`,
];

const BAD = [
  '{}',
  '[]',
  'microservices: []',
  `${M}\nversion: 1`,
  'microservices: { M1: { url: http://a } }',
  'microservices: { auth-server: { url: http://a } }',
  'microservices: { m1: http://a }',
  'microservices: { m1: {} }',
  'microservices: { m1: { url: ftp://a } }',
  'microservices: { m1: { url: "http://u:p@a" } }',
  'microservices: { m1: { url: "http://a/?b" } }',
  'microservices: { m1: { url: "http://a#b" } }',
  'microservices: { m1: { url: "http://a\\\\b" } }',
  'microservices: { m1: { url: http://a, enabled: "no" } }',
  'microservices: { m1: { url: http://a, mode: audit } }',
  'microservices: { m1: { url: http://a, owner: "" } }',
  'microservices: { m1: { url: http://a, owner: "a\\nb" } }',
  'microservices: { m1: { url: http://a, id: 7 } }',
  `${M}\ngroups: [g]`,
  `${M}\ngroups: { G: [m1] }`,
  `${M}\ngroups: { g: m1 }`,
  `${M}\ngroups: { g: [m1, m1] }`,
  `${M}\ngroups: { g: ["group:h"] }`,
  `${M}\ngroups: { g: [1] }`,
  `${M}\nallow: [m1]`,
  `${M}\nallow: { m1: m2 }`,
  `${M}\nallow: { m1: [1] }`,
  `${M}\nallow: { "m*": [m2] }`,
  `${M}\nallow: { m1: ["m*"] }`,
  `${M}\nallow: { m1: [{ scopes: [a] }] }`,
  edge('scope: a'),
  edge('scopes: a'),
  edge('scopes: ["a b"]'),
  edge('scopes: [a, a]'),
  edge('ttl: 600'),
  edge('ttl: 0s'),
  edge('ttl: 1d'),
  edge('until: tomorrow'),
  edge('until: 0000-01-01'),
  edge('until: 2027-01-31T18:00:00'),
  edge('mode: true'),
  edge(`reason: ${'x'.repeat(201)}`),
  edge('owner: "\\u202e"'),
  edge('sender-constrained: mtls'),
  `${M}\ntrust: {}`,
  `${M}\ntrust: [{ issuer: https://p }]`,
  rule('issuers: x'),
  rule('max_age_sec: 59'),
  rule('max_age_sec: 1.5'),
  rule('jwks_uri: ftp://p'),
];

/** What a schema cannot say: these are wrong for the parser alone. */
const BEYOND = [
  `${M}\nallow: { m1: [m9] }`,
  `${M}\nallow: { m1: [m2, m2] }`,
  `${M}\nallow: { m1: ["group:x"] }`,
  edge('ttl: 3h'),
  edge('until: 2027-02-30'),
];

/** The members of a schema that an editor shows, with their paths. */
function undescribed(schema: unknown, path: string): readonly string[] {
  const {
    properties = {},
    items,
    additionalProperties,
    anyOf = [],
  } = schema as {
    properties?: Record<string, { description?: string }>;
    items?: object;
    additionalProperties?: unknown;
    anyOf?: readonly object[];
  };
  const own = Object.entries(properties).flatMap(([name, member]) => [
    ...(member.description === undefined ? [`${path}.${name}`] : []),
    ...undescribed(member, `${path}.${name}`),
  ]);
  const inner = [items, additionalProperties, ...anyOf].filter((one) => typeof one === 'object');
  return [...own, ...inner.flatMap((one) => undescribed(one, path))];
}

describe('the schema of a policy', () => {
  it.each(GOOD)('takes what the parser takes: %#', (text) => {
    expect([parsePolicyDocument(text).ok, conforms(parse(text))]).toEqual([true, true]);
  });

  it.each(BAD)('refuses what the parser refuses: %s', (text) => {
    expect([parsePolicyDocument(text).ok, conforms(parse(text))]).toEqual([false, false]);
  });

  it.each(BEYOND)('leaves to the parser what it cannot say: %s', (text) => {
    expect([parsePolicyDocument(text).ok, conforms(parse(text))]).toEqual([false, true]);
  });

  it('describes every member', () => {
    expect(undescribed(POLICY_SCHEMA, '')).toEqual([]);
  });

  it('is the one that is published', () => {
    const file = join(ROOT, 'docs/schema/m2m-policy.schema.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(POLICY_SCHEMA)),
    );
  });

  it('is named by the policy file, for editors', () => {
    expect(GOOD[0]).toMatch(
      /^# yaml-language-server: \$schema=docs\/schema\/m2m-policy\.schema\.json\n/,
    );
  });
});
