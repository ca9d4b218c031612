import { callerOf } from '@app/m2m';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { PresentedCredential } from '../registry/credential-standing.js';

/** What platforms vouch for, by request; the library keeps the callers of bootstrap tokens itself. */
const platformCallers = new WeakMap<object, PresentedCredential>();

/** Notes who a request comes from by the word of a platform. */
export function notePlatformCaller(request: object, caller: PresentedCredential): void {
  platformCallers.set(request, caller);
}

/** Who asks for a token, as proven by a platform's token or by a bootstrap token. */
export const PresentedBy = createParamDecorator(
  (_data: unknown, context: ExecutionContext): PresentedCredential =>
    platformCallers.get(context.switchToHttp().getRequest<object>()) ?? callerOf(context),
);
