import { isInvalidTokenChallenge } from './invalid-token-challenge.js';

describe('isInvalidTokenChallenge', () => {
  it.each([
    ['Bearer error="invalid_token"'],
    ['Bearer realm="m2", error="invalid_token", error_description="expired"'],
    ['bearer error=invalid_token'],
    ['Basic realm="x", Bearer realm="m2", error="invalid_token"'],
    ['Bearer error = "invalid_token"'],
  ])('sees %s', (header) => {
    expect(isInvalidTokenChallenge(header)).toBe(true);
  });

  it.each([
    [undefined],
    [null],
    [''],
    ['Bearer'],
    ['Bearer realm="m2"'],
    ['Bearer error="insufficient_scope"'],
    ['Bearer error="invalid_request", error_description="not invalid_token"'],
    ['Bearer realm="error=invalid_token"'],
    ['Basic error="invalid_token"'],
    ['Bearer realm="m2", Basic error="invalid_token"'],
    ['DPoP error="invalid_token"'],
    [`${' '.repeat(5_000)}Bearer error="invalid_token"`],
  ])('does not see %j', (header) => {
    expect(isInvalidTokenChallenge(header)).toBe(false);
  });
});
