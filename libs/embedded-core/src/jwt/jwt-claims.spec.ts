import * as fc from 'fast-check';
import { writeExactJson, type JsonObject, type JsonValue } from '../wire/exact-json.js';
import { jwtClaims } from './jwt-claims.js';

const NOW_MS = 1_700_000_000_999;

function claimsOf(payload: JsonObject): JsonObject {
  const request = { algorithm: 'RS256', jwksDomain: 'http://core', useStaticSigningKey: true };
  return jwtClaims({ ...request, payload, validitySec: 60 }, NOW_MS);
}

describe('the claims of a JWT', () => {
  it('are iat, exp and iss of the core, then the payload in its own order', () => {
    expect(writeExactJson(claimsOf({ sub: 'm1', aud: 'm2', jti: 'x' }))).toBe(
      '{"iat":1700000000,"exp":1700000060,"iss":"http://core","sub":"m1","aud":"m2","jti":"x"}',
    );
  });

  it.each<[JsonObject, string]>([
    [{ iss: null }, '{"iat":1700000000,"exp":1700000060,"iss":null}'],
    [{ exp: 'never', iat: 1 }, '{"iat":1,"exp":"never","iss":"http://core"}'],
  ])('let the payload %p win', (payload, text) => {
    expect(writeExactJson(claimsOf(payload))).toBe(text);
  });

  it.each<[JsonValue, JsonValue | undefined]>([
    ['m2', 'm2'],
    ['', ''],
    [['m2'], 'm2'],
    [
      ['m2', 'm3'],
      ['m2', 'm3'],
    ],
    [['m2', 1, null, ['m3'], {}], 'm2'],
    [[1], undefined],
    [[], undefined],
    [null, undefined],
    [5, undefined],
    [{ a: 'm2' }, undefined],
  ])('write the audience %j as %j', (aud, written) => {
    const claims = JSON.parse(writeExactJson(claimsOf({ aud }))) as Record<string, unknown>;
    expect(claims['aud']).toEqual(written);
    expect(Object.hasOwn(claims, 'aud')).toBe(written !== undefined);
  });

  it('keep every member of the payload but aud, whatever its name, and add no other', () => {
    const name = fc.oneof(
      fc.constantFrom('iat', 'exp', 'iss', 'nbf', '__proto__', 'constructor', 'toJSON', ''),
      fc.string(),
    );
    const payloads = fc.array(
      fc.tuple(
        name.filter((text) => text !== 'aud'),
        fc.jsonValue(),
      ),
    );
    fc.assert(
      fc.property(payloads, (entries) => {
        const payload = Object.fromEntries(entries) as JsonObject;
        const claims = new Map(Object.entries(claimsOf(payload)));
        for (const [key, value] of Object.entries(payload)) expect(claims.get(key)).toBe(value);
        const expected = new Set(['iat', 'exp', 'iss', ...Object.keys(payload)]);
        expect(new Set(claims.keys())).toEqual(expected);
      }),
    );
  });
});
