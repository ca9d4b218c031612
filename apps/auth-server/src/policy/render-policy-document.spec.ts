import { parsePolicyDocument } from './parse-policy-document.js';
import type { PolicyDocument } from './policy-document.js';
import { policyBody, policyYaml } from './render-policy-document.js';

const document: PolicyDocument = {
  microservices: [
    { name: 'm2', url: 'http://m2', isEnabled: false },
    { name: 'm1', url: 'http://m1', isEnabled: true },
    { name: 'null', url: 'http://n', isEnabled: undefined },
  ],
  allow: [
    { caller: 'm2', target: 'm2', scopes: ['true', 'a'], mode: 'enforce' },
    { caller: 'm1', target: 'm2', scopes: [], mode: 'enforce' },
    { caller: 'm1', target: 'm1', scopes: [], mode: 'enforce' },
  ],
};

describe('policyBody', () => {
  it('orders by name and shows only what is out of the ordinary', () => {
    expect(JSON.stringify(policyBody(document))).toBe(
      '{"microservices":{"m1":{"url":"http://m1"},"m2":{"url":"http://m2","enabled":false},"null":{"url":"http://n"}},' +
        '"allow":{"m1":["m1","m2"],"m2":[{"target":"m2","scopes":["true","a"]}]}}',
    );
  });
});

describe('policyYaml', () => {
  it('writes one line per microservice and per caller', () => {
    expect(policyYaml(document)).toBe(`microservices:
  m1: { url: http://m1 }
  m2: { url: http://m2, enabled: false }
  "null": { url: http://n }
allow:
  m1: [ m1, m2 ]
  m2: [ { target: m2, scopes: [ "true", a ] } ]
`);
  });

  it.each([policyYaml, (policy: PolicyDocument) => JSON.stringify(policyBody(policy))])(
    'says what can be read back as the same policy',
    (render) => {
      const parsed = parsePolicyDocument(render(document));
      expect(parsed.ok && policyBody(parsed.document)).toEqual(policyBody(document));
    },
  );
});
