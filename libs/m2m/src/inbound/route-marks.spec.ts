import type { ExecutionContext } from '@nestjs/common';
import { callerOf } from './caller.decorator.js';
import { doorOf } from './door.js';
import { M2MProtected } from './m2m-protected.decorator.js';
import { M2MPublic } from './m2m-public.decorator.js';
import { handlerRules } from './route-marks.js';

class Marked {
  @M2MProtected({ callers: ['m1'] })
  guarded(): void {}

  plain(): void {}
}

const contextOf = (handler: () => void, type = 'http', request: object = {}) =>
  ({
    getType: () => type,
    getClass: () => Marked,
    getHandler: () => handler,
    getArgByIndex: () => request,
  }) as unknown as ExecutionContext;
// oxlint-disable-next-line typescript/unbound-method -- handlers are compared, never called
const { guarded, plain } = Marked.prototype;

describe('the marks of a route', () => {
  it('are merged once per handler', () => {
    const rules = handlerRules(contextOf(guarded));
    expect(handlerRules(contextOf(guarded))).toBe(rules);
    expect(handlerRules(contextOf(plain))).not.toBe(rules);
  });

  it.each([
    ['a class', () => [M2MProtected(), M2MPublic()]],
    ['a class, the other way round', () => [M2MPublic(), M2MProtected()]],
  ] as const)('cannot be both protected and public on %s', (_where, decorators) => {
    class Both {}
    const [first, second] = decorators();
    first?.(Both);
    expect(() => second?.(Both)).toThrow('exclude each other');
  });

  it('cannot be both protected and public on a method', () => {
    expect(() => {
      class Both {
        @M2MProtected()
        @M2MPublic()
        handler(): void {}
      }
      return Both;
    }).toThrow('exclude each other');
  });

  it('refuse an empty list of callers when the decorator is evaluated', () => {
    expect(() => M2MProtected({ callers: [] })).toThrow('leave it out to demand none');
  });
});

describe('a call', () => {
  it('names the handler that asks for a caller nobody has checked', () => {
    expect(() => callerOf(contextOf(guarded))).toThrow(
      'Marked.guarded uses @Caller() but is not protected: add @M2MProtected() to it or its class.',
    );
  });

  it('is not let in through a transport that no token can be read from', () => {
    expect(() => doorOf(contextOf(guarded, 'pigeon'))).toThrow(
      expect.objectContaining({ code: 'M2M_TRANSPORT_UNSUPPORTED' }),
    );
  });
});
