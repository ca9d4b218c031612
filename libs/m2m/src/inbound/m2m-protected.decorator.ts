import { applyDecorators, UseGuards } from '@nestjs/common';
import { AudienceGuard } from './audience.guard.js';
import { checkMark, setRouteMark } from './route-marks.js';
import { checkRouteRules, type M2MRouteRules } from './route-rules.js';

/**
 * Lets only microservices in that present an access token meant for this one, and, where rules are
 * given, only those that satisfy all of them. On a class it covers every handler; rules on a method
 * narrow those of its class.
 *
 * Answers 401 for a missing or bad token, 403 for a caller that is not let in here, 503 while no
 * token can be judged (RFC 6750 §3).
 *
 * @throws M2MOptionsError when it is evaluated with rules that cannot be meant, such as `callers: []`.
 */
export function M2MProtected(rules: M2MRouteRules = {}): ClassDecorator & MethodDecorator {
  checkRouteRules(rules);
  return applyDecorators(
    (target: object, _key?: string | symbol, descriptor?: PropertyDescriptor) =>
      checkMark((descriptor?.value as object | undefined) ?? target, 'protected'),
    setRouteMark({ access: 'protected', rules }),
    UseGuards(AudienceGuard),
  );
}
