import { parsePolicyDocument } from './parse-policy-document.js';
import { policyBody, policyYaml } from './render-policy-document.js';

const RULE =
  'issuer: https://token.example, audience: auth-server, subject: "repo:acme/m1:*", microservice: m1';

const trusting = (...rules: readonly string[]): string =>
  `microservices: { m1: { url: http://m1 } }\ntrust:\n${rules.map((rule) => `  - { ${rule} }\n`).join('')}`;

const problemsOf = (text: string): readonly string[] => {
  const parsed = parsePolicyDocument(text);
  return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path}: ${message}`);
};

/** The rule with one member replaced, or left out. */
const except = (member: string, value?: string): string =>
  RULE.split(', ')
    .filter((part) => !part.startsWith(`${member}:`))
    .concat(value === undefined ? [] : [`${member}: ${value}`])
    .join(', ');

describe('trust: in a policy document', () => {
  it('is read with an hour as the default', () => {
    const parsed = parsePolicyDocument(trusting(RULE));
    expect(parsed).toMatchObject({
      ok: true,
      document: {
        trust: [
          {
            issuer: 'https://token.example',
            audience: 'auth-server',
            subject: 'repo:acme/m1:*',
            jwksUri: undefined,
            microservice: 'm1',
            maxAgeSec: 3600,
          },
        ],
      },
    });
  });

  it('is written as it is read, ordered', () => {
    const text = trusting(
      'issuer: spiffe://acme.example, audience: auth-server, subject: spiffe://acme.example/m1, microservice: m1, jwks_uri: http://spire/keys, max_age_sec: 300',
      except('subject', 'z'),
      RULE,
      except('audience', 'other'),
    );
    const parsed = parsePolicyDocument(text);
    if (!parsed.ok) throw new Error('The document is wrong.');
    const yaml = policyYaml(parsed.document);
    const again = parsePolicyDocument(yaml);
    expect(again.ok && policyBody(again.document)).toEqual(policyBody(parsed.document));
    expect(policyBody(parsed.document).trust?.map(({ subject }) => subject)).toEqual([
      'repo:acme/m1:*',
      'repo:acme/m1:*',
      'z',
      'spiffe://acme.example/m1',
    ]);
  });

  it.each([
    ['no list', 'microservices: {}\ntrust: {}', 'must be a list'],
    ['a rule that is no map', trusting().concat('  - m1\n'), 'must be a map'],
    ['an unknown member', trusting(`${RULE}, subjects: a`), 'did you mean subject'],
    ['an unknown microservice', trusting(except('microservice', 'm9')), 'is not registered'],
    ['no microservice', trusting(except('microservice')), 'is not registered'],
    ['no issuer', trusting(except('issuer')), 'needs "issuer"'],
    ['an issuer that is a name', trusting(except('issuer', 'kubernetes')), 'needs "issuer"'],
    ['an issuer with a query', trusting(except('issuer', '"https://a/?b"')), 'needs "issuer"'],
    ['an issuer with credentials', trusting(except('issuer', 'https://a:b@c')), 'needs "issuer"'],
    ['a trust domain in capitals', trusting(except('issuer', 'spiffe://ACME')), 'needs "issuer"'],
    ['a trust domain without keys', trusting(except('issuer', 'spiffe://acme')), '"jwks_uri"'],
    ['no audience', trusting(except('audience')), 'needs "audience"'],
    ['an audience with a space', trusting(except('audience', '"a b"')), 'needs "audience"'],
    ['no subject', trusting(except('subject')), 'needs "subject"'],
    ['a subject that is anything', trusting(except('subject', '"*"')), 'needs "subject"'],
    ['keys in a file', trusting(`${RULE}, jwks_uri: "file:///keys"`), '"jwks_uri" must be'],
    ['keys that are no text', trusting(`${RULE}, jwks_uri: 1`), '"jwks_uri" must be'],
    ['no age', trusting(`${RULE}, max_age_sec: 0`), '"max_age_sec" must be'],
    ['an age over a day', trusting(`${RULE}, max_age_sec: 86401`), '"max_age_sec" must be'],
    ['an age with a unit', trusting(`${RULE}, max_age_sec: 1h`), '"max_age_sec" must be'],
    ['an age that is a list', trusting(`${RULE}, max_age_sec: [60]`), '"max_age_sec" must be'],
    ['the same rule twice', trusting(RULE, RULE), 'is there already'],
    [
      'two addresses of one issuer',
      trusting(RULE, `${except('subject', 'b')}, jwks_uri: https://a/keys`),
      'the same jwks_uri',
    ],
    [
      'too many rules',
      trusting(...Array.from({ length: 1001 }, (_, index) => except('subject', `s${index}`))),
      'at most 1000',
    ],
  ])('with %s is refused, and says how to mend it', (_, text, message) => {
    expect(problemsOf(text).join('\n')).toContain(message);
  });
});
