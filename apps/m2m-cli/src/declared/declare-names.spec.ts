import { callGraph } from '../policy/call-graph.js';
import { declareNames } from './declare-names.js';

const declared = (allow: Parameters<typeof callGraph>[0]['allow'], names = ['m2', 'm1']) =>
  declareNames(
    callGraph({ microservices: Object.fromEntries(names.map((name) => [name, {}])), allow }),
    'nestjs-m2m',
  );

describe('the declaration of names', () => {
  it('has every microservice and every scope once, sorted', () => {
    const m1 = [
      { target: 'm1', scopes: ['b', 'a'] },
      { target: 'm2', scopes: ['b'] },
    ];
    expect(declared({ m1 }))
      .toBe(`// Written by "m2m types" from the policy: write it anew instead of changing it.
import 'nestjs-m2m';

declare module 'nestjs-m2m' {
  interface M2MNames {
    microservices:
      | 'm1'
      | 'm2';
    scopes:
      | 'a'
      | 'b';
  }
}
`);
  });

  it('leaves out what the policy does not have, so that every text stays a name', () => {
    expect(declared({})).not.toContain('scopes');
    expect(declared({}, [])).not.toContain('microservices:');
  });

  it('writes a scope with a quote in it as a text that compiles', () => {
    expect(declared({ m1: [{ target: 'm2', scopes: ["it's"] }] })).toContain('| "it\'s";');
  });
});
