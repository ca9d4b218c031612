import { assert, dictionary, jsonValue, property, string } from 'fast-check';
import { parseJsonObject } from './json-object.js';

const parse = (text: string | Uint8Array) => parseJsonObject(Buffer.from(text));

describe('a JSON object read from bytes', () => {
  it('is the object that was written', () => {
    assert(
      property(dictionary(string(), jsonValue()), (object) => {
        const text = JSON.stringify(object);
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    ['not JSON', '{"a":'],
    ['an array', '[]'],
    ['a text', '"x"'],
    ['a number', '1'],
    ['null', 'null'],
    ['nothing', ''],
    ['a byte order mark', '\ufeff{"a":1}'],
    ['text after it', '{"a":1}x'],
  ])('is undefined for %s', (_what, text) => expect(parse(text)).toBeUndefined());

  it('is undefined for bytes that are not UTF-8', () => {
    expect(parse(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d))).toBeUndefined();
  });

  it.each(['{"a":1,"a":2}', '{"alg":"RS256","\\u0061lg":"none"}', '{"a":[1],"b":{},"a":null}'])(
    'is undefined when a member appears twice: %s',
    (text) => expect(parse(text)).toBeUndefined(),
  );

  it.each(['{"a":{"b":1,"b":2}}', '{"a":":","b":"\\":{","c":["x:y"]}', '{"a\\\\":1,"a":2}'])(
    'is not confused by colons and braces elsewhere: %s',
    (text) => expect(parse(text)).toEqual(JSON.parse(text)),
  );
});
