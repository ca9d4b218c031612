import { FormParameters } from './form-parameters.js';

const parse = (text: string | Buffer) => FormParameters.parse(Buffer.from(text));

describe('the parameters of a form', () => {
  it.each([
    ['a=b', 'b'],
    ['a=b+c', 'b c'],
    ['a=b%20c', 'b c'],
    ['a=%C3%A9', 'é'],
    ['a=b=c', 'b=c'],
    ['%61=b', 'b'],
    ['x=1&a=b', 'b'],
    ['a', undefined],
    ['a=', undefined],
    ['b=1', undefined],
    ['a[]=b', undefined],
    ['a[b]=c', undefined],
    ['__proto__=c&constructor=d', undefined],
  ])('of %j have the a of %j', (text, value) => expect(parse(text).get('a')).toBe(value));

  it.each([
    'a=%zz',
    'a=%',
    'a=%c0%af',
    'a=%00',
    'a=%ff',
    'a=\u00e9',
    'a=b\0',
    'a b=c',
    'a=1&a=1',
    'a=1&a=2',
    'a=&a=2',
    'a=1&%61=2',
    '',
    Array.from({ length: 65 }, (_, index) => `p${index}=1`).join('&'),
  ])('are not read from %j', (text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ error: 'invalid_request' }));
  });

  it.each([undefined, null, 'a=b', { a: 'b' }, ['a']])(
    'are not read from %j, which is no form',
    (body) => {
      expect(() => FormParameters.parse(body)).toThrow(
        expect.objectContaining({ error: 'invalid_request' }),
      );
    },
  );

  it('name a second resource a wrong target', () => {
    expect(() => parse('resource=m1&resource=m2')).toThrow(
      expect.objectContaining({ error: 'invalid_target' }),
    );
  });

  it('say which one is missing', () => {
    expect(() => parse('a=').require('a')).toThrow(/The parameter a is missing/);
    expect(parse('a=b').require('a')).toBe('b');
  });
});
