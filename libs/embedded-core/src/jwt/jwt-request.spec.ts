import { FieldInvalid, JsonInvalid, ValidityNotPositive } from '../core-refusal.js';
import type { JsonValue } from '../wire/exact-json.js';
import { readJwtRequest } from './jwt-request.js';

const GOOD = { algorithm: 'rs256', jwksDomain: '', payload: { a: 1 }, validity: 60 };

describe('a request for a JWT', () => {
  it('is read with the static key as the default and the algorithm in upper case', () => {
    expect(readJwtRequest(GOOD)).toEqual({
      algorithm: 'RS256',
      jwksDomain: '',
      payload: { a: 1 },
      validitySec: 60,
      useStaticSigningKey: true,
    });
  });

  it('may ask for the dynamic key', () => {
    const request = readJwtRequest({ ...GOOD, useStaticSigningKey: false });
    expect(request.useStaticSigningKey).toBe(false);
  });

  it('loses a fraction of a second', () => {
    expect(readJwtRequest({ ...GOOD, validity: 60.9 }).validitySec).toBe(60);
  });

  it.each<[string, JsonValue]>([
    ['null', null],
    ['a list', [GOOD]],
    ['a text', 'x'],
  ])('is refused when it is %s', (_case, body) => {
    expect(() => readJwtRequest(body)).toThrow(JsonInvalid);
  });

  it.each<[string, JsonValue | undefined]>([
    ['algorithm', undefined],
    ['algorithm', 256],
    ['jwksDomain', undefined],
    ['jwksDomain', null],
    ['payload', undefined],
    ['payload', null],
    ['payload', []],
    ['payload', '{}'],
    ['validity', undefined],
    ['validity', '60'],
    ['validity', [60]],
    ['validity', true],
    ['validity', NaN],
    ['validity', 9_223_372_036_854_775_807n],
    ['validity', 1e21],
    ['useStaticSigningKey', null],
    ['useStaticSigningKey', 0],
    ['useStaticSigningKey', 'false'],
  ])('is refused for its %s of %p', (field, value) => {
    expect(() => readJwtRequest({ ...GOOD, [field]: value })).toThrow(new FieldInvalid(field));
  });

  it.each([0, -1, 0.5, -0.5])('is refused for a validity of %p', (validity) => {
    expect(() => readJwtRequest({ ...GOOD, validity })).toThrow(ValidityNotPositive);
  });

  it('names the first field that is wrong, in the order of the core', () => {
    expect(() => readJwtRequest({})).toThrow(new FieldInvalid('algorithm'));
    expect(() => readJwtRequest({ algorithm: 'x' })).toThrow(new FieldInvalid('jwksDomain'));
    expect(() => readJwtRequest({ algorithm: 'x', jwksDomain: '' })).toThrow(
      new FieldInvalid('payload'),
    );
    expect(() => readJwtRequest({ ...GOOD, validity: 0, useStaticSigningKey: 5 })).toThrow(
      ValidityNotPositive,
    );
  });
});
