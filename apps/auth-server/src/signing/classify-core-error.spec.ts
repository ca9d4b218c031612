import { classifyCoreError } from './classify-core-error.js';
import { CoreIncompatible, CoreUnavailable } from './core-unavailable.error.js';

const sdkError = (status: number, text: string): Error =>
  new Error(
    `SuperTokens core threw an error for a POST request to path: '/recipe/jwt' with status code: ${status} and message: ${text}`,
  );

describe('classifyCoreError', () => {
  it.each([
    [new Error('No SuperTokens core available to query'), 'unreachable'],
    [new TypeError('fetch failed'), 'unreachable'],
    [new Error('connect ECONNREFUSED 127.0.0.1:3567'), 'unreachable'],
    [new Error('getaddrinfo ENOTFOUND core'), 'unreachable'],
    [sdkError(401, 'Invalid API key'), 'refused_our_key'],
    [sdkError(429, 'slow down'), 'overloaded'],
    [sdkError(500, 'Internal Error: java.lang.NullPointerException'), 'nonsense'],
    [sdkError(4010, 'x'), 'nonsense'],
    [new SyntaxError('Unexpected token < in JSON'), 'nonsense'],
    ['a bare text', 'nonsense'],
    [undefined, 'nonsense'],
    [null, 'nonsense'],
    [{ message: undefined }, 'nonsense'],
  ])('calls %s %s and keeps it as the cause', (error, failure) => {
    const classified = classifyCoreError(error);
    expect(classified).toBeInstanceOf(CoreUnavailable);
    expect(classified).toMatchObject({ failure, code: 'M2M_CORE_UNAVAILABLE', cause: error });
    expect(classified.message).toBe(`The SuperTokens core cannot be used: ${failure}.`);
  });

  it('tells a core of another time from one that is away', () => {
    const error = new Error(
      'The running SuperTokens core version is not compatible with this NodeJS SDK.',
    );
    expect(classifyCoreError(error)).toBeInstanceOf(CoreIncompatible);
    expect(classifyCoreError(error)).toMatchObject({ code: 'M2M_CORE_INCOMPATIBLE', cause: error });
  });

  it.each([new CoreUnavailable('too_slow'), new CoreIncompatible()])(
    'leaves %s as it is',
    (error) => expect(classifyCoreError(error)).toBe(error),
  );
});
