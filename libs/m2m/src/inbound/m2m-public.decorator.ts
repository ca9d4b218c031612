import { applyDecorators } from '@nestjs/common';
import { checkMark, setRouteMark } from './route-marks.js';

/**
 * Lets everyone in without a token, under `protect: 'all'` or within a protected class. The mark
 * nearest to the handler decides: on a method it lifts the protection of its class.
 *
 * @throws M2MOptionsError when the same class or method is also marked `@M2MProtected()`.
 */
export function M2MPublic(): ClassDecorator & MethodDecorator {
  return applyDecorators(
    (target: object, _key?: string | symbol, descriptor?: PropertyDescriptor) =>
      checkMark((descriptor?.value as object | undefined) ?? target, 'public'),
    setRouteMark({ access: 'public' }),
  );
}
