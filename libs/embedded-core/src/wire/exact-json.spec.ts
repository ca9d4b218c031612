import * as fc from 'fast-check';
import { JsonInvalid } from '../core-refusal.js';
import { isJsonObject, parseExactJson, writeExactJson, type JsonValue } from './exact-json.js';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('exact JSON', () => {
  it('reads what JSON.parse reads, in any layout', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t', '\r\n '), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        fc.pre(!/\d{16}/.test(text));
        expect(parseExactJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('writes what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(writeExactJson(value as JsonValue)).toBe(JSON.stringify(value));
      }),
    );
  });

  it('keeps every 64-bit integer to the last digit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (integer) => {
        expect(writeExactJson(parseExactJson(`{"n":${integer}}`))).toBe(`{"n":${integer}}`);
      }),
    );
  });

  it.each([
    ['an empty text', ''],
    ['blanks only', ' \n'],
    ['a word in part', 'tru'],
    ['another word', 'NaN'],
    ['a value after the value', '{} {}'],
    ['a comma at the end of an object', '{"a":1,}'],
    ['a comma at the end of an array', '[1,]'],
    ['a lonely comma', '[,]'],
    ['a missing colon', '{"a" 1}'],
    ['a name without quotes', '{a:1}'],
    ['single quotes', "{'a':1}"],
    ['a comment', '{}//'],
    ['an open object', '{"a":1'],
    ['an open array', '[1'],
    ['an open string', '"a'],
    ['a string that ends in a backslash', '"a\\'],
    ['a bare control character', '"a\u0001"'],
    ['an unknown escape', '"\\x41"'],
    ['a leading zero', '01'],
    ['a plus sign', '+1'],
    ['a bare fraction', '.5'],
    ['an unfinished exponent', '1e'],
    ['hexadecimal', '0x10'],
    ['a blank that JSON does not know', '\u00a0{}'],
    ['a byte order mark', '\ufeff{}'],
    ['an integer above 64 bits', '9223372036854775808'],
    ['an integer below 64 bits', '-9223372036854775809'],
    ['an integer of a million digits', '9'.repeat(1_000_000)],
    ['a number beyond a double', '1e400'],
    ['nesting of 256', nested(256)],
    ['nesting without an end', '['.repeat(100_000)],
  ])('refuses %s', (_case, text) => {
    expect(() => parseExactJson(text)).toThrow(JsonInvalid);
  });

  it('takes nesting of 255', () => {
    expect(writeExactJson(parseExactJson(nested(255)))).toBe(nested(255));
  });

  it('keeps __proto__ as a plain member and pollutes nothing', () => {
    const text = '{"__proto__":{"admin":true},"constructor":1}';
    const value = parseExactJson(text);
    expect(Object.hasOwn(value as object, '__proto__')).toBe(true);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(writeExactJson(value)).toBe(text);
    expect({}).not.toHaveProperty('admin');
  });

  it('lets the last of two members of one name win', () => {
    expect(parseExactJson('{"a":1,"a":2}')).toEqual({ a: 2 });
  });

  it('leaves out a member that is undefined', () => {
    expect(writeExactJson({ a: undefined, b: [true, null] })).toBe('{"b":[true,null]}');
  });

  it.each([
    [{}, true],
    [[], false],
    [null, false],
    ['{}', false],
    [undefined, false],
  ])('tells whether %p is an object', (value, isObject) => {
    expect(isJsonObject(value)).toBe(isObject);
  });
});
