import { CLAIM_RULES, judgeClaims, type ClaimExpectations } from './claim-rules.js';

const NOW_SEC = 1_800_000_000;
const ACCESS: ClaimExpectations = {
  kind: 'access-token',
  audience: 'm2',
  issuer: 'auth-server',
  clockToleranceSec: 30,
  maxTokenLifetimeSec: 7200,
};
const BOOTSTRAP: ClaimExpectations = {
  kind: 'bootstrap-token',
  audience: 'auth-server',
  issuer: 'auth-server',
  clockToleranceSec: 30,
  maxTokenLifetimeSec: 3_153_600_000,
};
const access = {
  iss: 'auth-server',
  sub: 'm1',
  aud: 'm2',
  iat: NOW_SEC - 10,
  exp: NOW_SEC + 1790,
  jti: 'one',
  client_id: 'm1',
  token_use: 'access',
};
const bootstrap = {
  iss: 'auth-server',
  sub: 'm1',
  aud: 'auth-server',
  iat: NOW_SEC - 10,
  exp: NOW_SEC - 10 + 3_153_600_000,
};

const judgeAccess =
  (claims: object, keyId = 'd-1') =>
  () =>
    judgeClaims({ ...access, ...claims }, keyId, NOW_SEC * 1000, ACCESS);
const judgeBootstrap =
  (claims: object, keyId = 's-1') =>
  () =>
    judgeClaims({ ...bootstrap, ...claims }, keyId, NOW_SEC * 1000, BOOTSTRAP);
const code = (value: string) => expect.objectContaining({ code: value });

describe('the claim gate for access tokens', () => {
  it.each([
    {},
    { scope: 'a b:c' },
    { scope: '' },
    { nbf: NOW_SEC },
    { nbf: NOW_SEC + 30 },
    { iat: NOW_SEC + 30, exp: NOW_SEC + 60 },
    { exp: NOW_SEC - 29 },
    { iat: NOW_SEC, exp: NOW_SEC + 7200 },
    { act: { sub: 'm3', act: { sub: 'm4' } } },
    { cnf: { jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I' } },
    { extra: { anything: true } },
  ])('accepts %j', (claims) => expect(judgeAccess(claims)).not.toThrow());

  it.each([
    ['M2M_ISSUER_MISMATCH', { iss: undefined }],
    ['M2M_ISSUER_MISMATCH', { iss: 'auth-server/' }],
    ['M2M_ISSUER_MISMATCH', { iss: 'Auth-Server' }],
    ['M2M_ISSUER_MISMATCH', { iss: ['auth-server'] }],
    ['M2M_ISSUER_MISMATCH', { iss: '' }],
    ...[
      undefined,
      'm3',
      '',
      [],
      ['m2'],
      ['m2', 'm3'],
      [['m2']],
      { 0: 'm2' },
      'm2 ',
      'M2',
      2,
      null,
    ].map((aud) => ['M2M_AUDIENCE_MISMATCH', { aud }] as const),
    ['M2M_TOKEN_KIND_MISMATCH', { token_use: undefined }],
    ['M2M_TOKEN_KIND_MISMATCH', { token_use: 'bootstrap' }],
    ['M2M_TOKEN_KIND_MISMATCH', { token_use: ['access'] }],
    ['M2M_CLAIM_INVALID', { sub: undefined }],
    ['M2M_CLAIM_INVALID', { sub: '' }],
    ['M2M_CLAIM_INVALID', { sub: 'M1', client_id: 'M1' }],
    ['M2M_CLAIM_INVALID', { sub: '__proto__', client_id: '__proto__' }],
    ['M2M_CLAIM_INVALID', { client_id: undefined }],
    ['M2M_CLAIM_INVALID', { client_id: 'm3' }],
    ['M2M_CLAIM_INVALID', { jti: undefined }],
    ['M2M_CLAIM_INVALID', { jti: '' }],
    ['M2M_CLAIM_INVALID', { jti: 7 }],
    ['M2M_CLAIM_INVALID', { act: 'm3' }],
    ['M2M_CLAIM_INVALID', { act: { sub: 'M3' } }],
    ['M2M_CLAIM_INVALID', { act: null }],
    ['M2M_CLAIM_INVALID', { cnf: null }],
    ['M2M_CLAIM_INVALID', { cnf: {} }],
    ['M2M_CLAIM_INVALID', { cnf: { 'x5t#S256': '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I' } }],
    ['M2M_CLAIM_INVALID', { scope: 7 }],
    ['M2M_CLAIM_INVALID', { scope: ['a'] }],
    ['M2M_CLAIM_INVALID', { scope: 'a  b' }],
    ['M2M_CLAIM_INVALID', { scope: 'a"b' }],
    ...[undefined, null, '123', String(NOW_SEC + 60), NOW_SEC + 60.5, Infinity, NaN, true].map(
      (exp) => ['M2M_CLAIM_INVALID', { exp }] as const,
    ),
    ['M2M_TOKEN_EXPIRED', { exp: -1 }],
    ['M2M_TOKEN_EXPIRED', { exp: NOW_SEC - 30 }],
    ['M2M_TOKEN_EXPIRED', { exp: NOW_SEC - 31 }],
    ['M2M_CLAIM_INVALID', { iat: undefined }],
    ['M2M_CLAIM_INVALID', { iat: String(NOW_SEC) }],
    ['M2M_TOKEN_NOT_YET_VALID', { iat: NOW_SEC + 31 }],
    ['M2M_CLAIM_INVALID', { nbf: null }],
    ['M2M_CLAIM_INVALID', { nbf: '1' }],
    ['M2M_TOKEN_NOT_YET_VALID', { nbf: NOW_SEC + 31 }],
    ['M2M_TOKEN_LIFETIME_EXCEEDED', { iat: NOW_SEC, exp: NOW_SEC + 7201 }],
    ['M2M_TOKEN_LIFETIME_EXCEEDED', { exp: NOW_SEC + 3_153_600_000 }],
  ] as const)('refuses with %s: %j', (expected, claims) => {
    expect(judgeAccess(claims)).toThrow(code(expected));
  });

  it('refuses a token that is signed with a static key, whatever its claims say', () => {
    expect(judgeAccess({}, 's-1')).toThrow(code('M2M_TOKEN_KIND_MISMATCH'));
  });
});

describe('the claim gate for bootstrap tokens', () => {
  it.each([{}, { jti: 'one' }, { token_use: 'bootstrap' }, { exp: NOW_SEC + 60 }])(
    'accepts %j',
    (claims) => expect(judgeBootstrap(claims)).not.toThrow(),
  );

  it.each([
    ['M2M_ISSUER_MISMATCH', { iss: 'm1' }],
    ['M2M_AUDIENCE_MISMATCH', { aud: 'm2' }],
    ['M2M_TOKEN_KIND_MISMATCH', { token_use: 'access' }],
    ['M2M_TOKEN_KIND_MISMATCH', { token_use: null }],
    ['M2M_CLAIM_INVALID', { sub: 'M1' }],
    ['M2M_CLAIM_INVALID', { jti: '' }],
    ['M2M_CLAIM_INVALID', { cnf: { jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I' } }],
    ['M2M_CLAIM_INVALID', { exp: undefined }],
    ['M2M_TOKEN_EXPIRED', { exp: NOW_SEC - 30 }],
    ['M2M_TOKEN_LIFETIME_EXCEEDED', { exp: NOW_SEC + 3_153_600_000 }],
  ] as const)('refuses with %s: %j', (expected, claims) => {
    expect(judgeBootstrap(claims)).toThrow(code(expected));
  });

  it('refuses a token that is signed with a dynamic key', () => {
    expect(judgeBootstrap({}, 'd-1')).toThrow(code('M2M_TOKEN_KIND_MISMATCH'));
  });
});

it('refuses each kind of token where the other is expected', () => {
  expect(judgeAccess({ ...bootstrap, aud: 'm2' }, 's-1')).toThrow(code('M2M_TOKEN_KIND_MISMATCH'));
  expect(judgeBootstrap({ ...access, aud: 'auth-server' }, 'd-1')).toThrow(
    code('M2M_TOKEN_KIND_MISMATCH'),
  );
});

it('explains every rule without repeating what was sent', () => {
  for (const rule of CLAIM_RULES) {
    expect(rule.message(ACCESS)).toMatch(/^(?:The token|Only a token).*\.$/);
  }
  expect(judgeAccess({ aud: 'evil"\r\n' })).toThrow(
    'The token is not meant for "m2": ask for one that is.',
  );
});
