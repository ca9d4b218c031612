import { isSubjectPattern, matchesSubject } from './subject-pattern.js';

describe('matchesSubject', () => {
  it.each([
    ['system:serviceaccount:prod:m1', 'system:serviceaccount:prod:m1'],
    ['system:serviceaccount:*:m1', 'system:serviceaccount:prod:m1'],
    ['system:serviceaccount:prod-*:m1', 'system:serviceaccount:prod-eu:m1'],
    ['spiffe://acme.example/ns/*/sa/m1', 'spiffe://acme.example/ns/prod/sa/m1'],
    ['repo:acme/m1:ref:refs/heads/*', 'repo:acme/m1:ref:refs/heads/main'],
    ['repo:acme/m*1:environment:prod', 'repo:acme/m-x-1:environment:prod'],
  ])('%s matches %s', (pattern, subject) => {
    expect(matchesSubject(pattern, subject)).toBe(true);
  });

  it.each([
    ['system:serviceaccount:prod:m1', 'system:serviceaccount:prod:m10'],
    ['system:serviceaccount:prod:m1', 'xsystem:serviceaccount:prod:m1'],
    ['system:serviceaccount:prod:m1', 'System:serviceaccount:prod:m1'],
    ['system:serviceaccount:*:m1', 'system:serviceaccount:prod:evil:m1'],
    ['system:serviceaccount:*:m1', 'system:serviceaccount::m1'],
    ['system:serviceaccount:prod-*:m1', 'system:serviceaccount:prod-:m1'],
    ['repo:acme/*', 'repo:acme/m1:pull_request'],
    ['repo:acme/m1:ref:refs/heads/*', 'repo:acme/m1:ref:refs/heads/feature/x'],
    ['repo:acme/*:ref:refs/heads/main', 'repo:acme/a:ref:refs/heads/x:ref:refs/heads/main'],
    ['spiffe://acme.example/sa/*', 'spiffe://evil.example/sa/m1'],
    ['spiffe://acme.example/sa/*', 'spiffe:/acme.example/sa/m1'],
    ['a*b', 'ab'],
    ['aba*aba', 'aba'],
    ['m1', 'm1\n'],
    ['a*', `a${'b'.repeat(2000)}`],
  ])('%s does not match %j', (pattern, subject) => {
    expect(matchesSubject(pattern, subject)).toBe(false);
  });
});

describe('isSubjectPattern', () => {
  it.each(['m1', 'repo:acme/*:environment:prod', 'a*b/c*d'])('takes %s', (text) => {
    expect(isSubjectPattern(text)).toBe(true);
  });

  it.each([undefined, '', '*', '*:*/*', '**', 'a**', 'a*b*c', 'a b', 'a\0', 'é', 'a'.repeat(513)])(
    'does not take %j',
    (text) => expect(isSubjectPattern(text)).toBe(false),
  );
});
