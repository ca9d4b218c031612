import { CoreUnavailable } from '../core-unavailable.error.js';
import { lostCall, unavailable } from './lost-call.js';

const failed = (code: string): Error => Object.assign(new Error('failed'), { code });

describe('lostCall', () => {
  it.each([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ETIMEDOUT',
    'UND_ERR_CONNECT_TIMEOUT',
  ])('knows that a request which failed with %s was never sent', (code) => {
    expect(lostCall(failed(code))).toBe('not_sent');
    expect(unavailable(failed(code)).failure).toBe('unreachable');
  });

  it.each([failed('UND_ERR_SOCKET'), failed('ECONNRESET'), new Error('?'), 'a text', null])(
    'does not know whether a request that failed with %s arrived',
    (error) => {
      expect(lostCall(error)).toBe('lost');
      expect(unavailable(error)).toMatchObject({ failure: 'unreachable', cause: error });
    },
  );

  it.each(['HPE_INVALID_CONSTANT', 'UND_ERR_RES_EXCEEDED_MAX_SIZE'])(
    'asks nobody again after an answer that is none: %s',
    (code) => {
      expect(lostCall(failed(code))).toBe('final');
      expect(unavailable(failed(code)).failure).toBe('nonsense');
    },
  );

  it('leaves what has a name already', () => {
    const slow = new CoreUnavailable('too_slow');
    expect(lostCall(slow)).toBe('final');
    expect(unavailable(slow)).toBe(slow);
  });
});
