import { tokenChallenge } from './token-challenge.js';

describe('the challenge about a token', () => {
  it.each([
    ['Bearer error="invalid_token"'],
    ['Bearer realm="m2", error="invalid_token", error_description="expired"'],
    ['bearer error=invalid_token'],
    ['Basic realm="x", Bearer realm="m2", error="invalid_token"'],
    ['Bearer error = "invalid_token"'],
  ])('finds fault with a bearer token in %s', (header) => {
    expect(tokenChallenge(header)).toEqual({ scheme: 'bearer', error: 'invalid_token' });
  });

  it.each([
    ['DPoP error="invalid_token", algs="ES256"', 'invalid_token'],
    ['dpop realm="m2", error=use_dpop_nonce', 'use_dpop_nonce'],
    ['Bearer realm="m2", DPoP error="invalid_dpop_proof"', 'invalid_dpop_proof'],
  ])('finds fault with a bound token in %s', (header, error) => {
    expect(tokenChallenge(header)).toEqual({ scheme: 'dpop', error });
  });

  it('may find another fault', () => {
    const header = 'Bearer error="invalid_request", error_description="not invalid_token"';
    expect(tokenChallenge(header)?.error).toBe('invalid_request');
  });

  it.each([
    [undefined],
    [null],
    [''],
    ['Bearer'],
    ['Bearer realm="m2"'],
    ['Bearer realm="error=invalid_token"'],
    ['Basic error="invalid_token"'],
    ['Bearer realm="m2", Basic error="invalid_token"'],
    [`${' '.repeat(5_000)}Bearer error="invalid_token"`],
  ])('is not there in %j', (header) => {
    expect(tokenChallenge(header)).toBeUndefined();
  });
});
