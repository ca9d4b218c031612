import { AxiosError } from 'axios';
import { typedFailure } from './axios-failure.js';

describe('typedFailure', () => {
  it.each([['ERR_CANCELED'], ['ERR_BAD_OPTION'], ['ERR_NOT_SUPPORT'], ['ERR_BAD_REQUEST']])(
    'leaves %s, which is no failure of the target',
    (code) => {
      const error = new AxiosError('x', code);

      expect(typedFailure('m2', error)).toBe(error);
    },
  );

  it.each([
    ['ENOTFOUND', 'ENOTFOUND'],
    [undefined, 'the connection failed'],
  ])('names the code %s and keeps the cause', (code, reason) => {
    const error = new AxiosError('x', code);

    expect(typedFailure('m2', error)).toMatchObject({
      code: 'M2M_TARGET_UNREACHABLE',
      message: `The target "m2" cannot be reached: ${reason}.`,
      cause: error,
    });
  });
});
