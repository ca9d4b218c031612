import { judgeAssertion } from './judge-assertion.js';

const NOW_SEC = 1_800_000_000;
const audiences = ['auth-server', 'http://localhost:8000/oauth/token'];
const good = {
  iss: 'm1',
  sub: 'm1',
  aud: 'auth-server',
  jti: 'one',
  iat: NOW_SEC,
  exp: NOW_SEC + 60,
};
const judge = (claims: object = {}, clientId?: string) =>
  judgeAssertion({ ...good, ...claims }, { clientId, audiences, nowMs: NOW_SEC * 1000 });

describe('the claims of a client assertion', () => {
  it('say who the client is, and until when the assertion is refused only for being used', () => {
    expect(judge({}, 'm1')).toEqual({
      clientId: 'm1',
      assertionId: 'one',
      endsAtMs: (NOW_SEC + 90) * 1000,
    });
  });

  it.each([
    { aud: audiences[1] },
    { aud: [audiences[0]] },
    { aud: audiences },
    { exp: NOW_SEC + 330 },
    { exp: NOW_SEC - 29 },
    { iat: NOW_SEC + 30, nbf: NOW_SEC + 30 },
  ])('may be %j', (claims) => expect(judge(claims)).toBeDefined());

  it.each([
    { iss: 'm2' },
    { iss: undefined },
    { sub: undefined, iss: undefined },
    { sub: 7, iss: 7 },
    { sub: '', iss: '' },
    { jti: undefined },
    { jti: '' },
    { jti: 'x'.repeat(257) },
    { aud: undefined },
    { aud: 'm2' },
    { aud: [] },
    { aud: ['auth-server', 'https://elsewhere.example'] },
    { aud: 'http://localhost:8000/oauth/token/' },
    { exp: undefined },
    { exp: NOW_SEC - 30 },
    { exp: NOW_SEC + 331 },
    { exp: NOW_SEC + 31_536_000 },
    { exp: `${NOW_SEC + 60}` },
    { iat: undefined },
    { iat: NOW_SEC + 31 },
    { nbf: NOW_SEC + 31 },
    { nbf: 'now' },
  ])('may not be %j', (claims) => expect(judge(claims)).toBeUndefined());

  it('may not be those of another client than client_id says', () => {
    expect(judge({}, 'm2')).toBeUndefined();
  });
});
