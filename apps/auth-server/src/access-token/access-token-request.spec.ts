import { ACCESS_TOKEN_API } from './access-token.api.js';
import { accessTokenRequest } from './access-token-request.js';
import { accessTokenResponse } from './access-token-response.js';

describe('accessTokenRequest', () => {
  it.each(['m2', '__proto__', 'M2', 'm2 ', '*', "' OR 1=1 --", 'm2\u0000', 'x'.repeat(255)])(
    'takes %j for a target, which the policy may know or not',
    (target) => expect(accessTokenRequest.parse({ target })).toEqual({ target }),
  );

  it.each([
    [undefined],
    [null],
    [[]],
    ['m2'],
    [1],
    [true],
    [{}],
    [{ target: '' }],
    [{ target: ' \t' }],
    [{ target: null }],
    [{ target: 5 }],
    [{ target: ['m2'] }],
    [{ target: { name: 'm2' } }],
    [{ target: 'x'.repeat(256) }],
    [{ audience: 'm2' }],
    [{ resource: 'm2' }],
    [{ scope: 'a' }],
  ])('refuses %j as malformed', (body) => {
    expect(accessTokenRequest.safeParse(body).success).toBe(false);
  });

  it('ignores every further member, so that none reaches a claim', () => {
    const body = { target: 'm2', exp: 1, iss: 'x', sub: 'm3', aud: '*', ttl: 1, algorithm: 'none' };
    expect(accessTokenRequest.parse(body)).toEqual({ target: 'm2' });
  });

  it('takes each scope once, in the order asked', () => {
    expect(accessTokenRequest.parse({ target: 'm2', scope: 'b a b' })).toEqual({
      target: 'm2',
      scope: ['b', 'a'],
    });
  });

  it.each([
    '',
    ' ',
    ' a',
    'a ',
    'a  b',
    'a\tb',
    'a"b',
    'a\\b',
    'é',
    'a\u0000',
    'a'.repeat(2049),
    5,
    null,
  ])('refuses the scope %j (RFC 6749 §3.3)', (scope) =>
    expect(accessTokenRequest.safeParse({ target: 'm2', scope }).success).toBe(false),
  );

  it('answers a scope of any length within the limit at once', () => {
    expect(
      accessTokenRequest.safeParse({ target: 'm2', scope: `${'a '.repeat(1023)}"` }).success,
    ).toBe(false);
  });
});

describe('accessTokenResponse', () => {
  const token = {
    accessToken: 'a.b.c',
    tokenType: 'Bearer',
    expiresInSec: 1800,
    refreshInSec: 300,
  } as const;

  it('speaks the names of the seed', () => {
    expect(accessTokenResponse({ ...token, scopes: [] })).toEqual({
      accessToken: 'a.b.c',
      tokenType: 'Bearer',
      expiresIn: 1800,
      refreshIn: 300,
    });
  });

  it('says when the token is bound to a key', () => {
    const bound = accessTokenResponse({ ...token, tokenType: 'DPoP', scopes: [] });
    expect(ACCESS_TOKEN_API[0]?.answers[200]?.schema?.parse(bound)).toEqual(bound);
    expect(bound).toMatchObject({ tokenType: 'DPoP' });
  });

  it('names the granted scopes when there are any', () => {
    expect(accessTokenResponse({ ...token, scopes: ['a', 'b'] })).toMatchObject({ scope: 'a b' });
  });
});
