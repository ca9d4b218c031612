import { CoreOptionsError } from '../core-options.error.js';
import { ApiKeys } from './api-keys.js';

const [FIRST, SECOND] = ['first-api-key-0123456789', 'second-api-key-012345678='];

describe('API keys', () => {
  it.each([
    ['the first key', FIRST, undefined, true],
    ['the last key', SECOND, undefined, true],
    ['a key with blanks around it', `  ${FIRST} `, undefined, true],
    ['a bearer token', undefined, `Bearer ${FIRST}`, true],
    ['a bearer token whatever the case of its scheme', undefined, `bearer ${FIRST}`, true],
    ['a bare Authorization header', undefined, SECOND, true],
    ['nothing', undefined, undefined, false],
    ['an empty key', '', undefined, false],
    ['a prefix of a key', FIRST.slice(0, -1), undefined, false],
    ['a key in another case', FIRST.toUpperCase(), undefined, false],
    ['two keys in one header', `${FIRST}, ${SECOND}`, undefined, false],
    ['a wrong api-key header beside a right Authorization', 'wrong', `Bearer ${FIRST}`, false],
    ['an empty api-key header beside a right Authorization', '', `Bearer ${FIRST}`, false],
  ])('judge %s', (_case, header, authorization, admitted) => {
    expect(new ApiKeys([FIRST, SECOND]).admits(header, authorization)).toBe(admitted);
  });

  it('ask for nothing when none is configured', () => {
    expect(new ApiKeys([]).admits(undefined, undefined)).toBe(true);
  });

  it('forget the blanks around a configured key', () => {
    expect(new ApiKeys([` ${FIRST}\t`]).admits(FIRST, undefined)).toBe(true);
  });

  it.each([
    ['nineteen characters', 'a'.repeat(19), 'too short. Please use at least 20 characters'],
    [
      'a key that is blank',
      '                     ',
      'too short. Please use at least 20 characters',
    ],
    ['an underscore', `${'a'.repeat(20)}_`, "Please only use '=', '-' and alpha-numeric"],
    ['a comma', `${FIRST},${SECOND}`, "Please only use '=', '-' and alpha-numeric"],
  ])('stop the start for %s, without showing the key', (_case, key, text) => {
    const start = (): ApiKeys => new ApiKeys([FIRST, key]);
    expect(start).toThrow(CoreOptionsError);
    expect(start).toThrow(text);
    expect(start).not.toThrow(key);
  });
});
