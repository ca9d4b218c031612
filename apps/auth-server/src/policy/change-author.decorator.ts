import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { actorName } from '../admin/admin-actor.js';
import { adminOf } from '../admin/current-admin.decorator.js';
import { changeMessage } from './change-message.js';
import { versionOfIfMatch } from './if-match.js';
import type { PolicyAuthor } from './policy-store.js';

interface Request {
  readonly headers: { readonly 'if-match'?: string; readonly 'm2m-message'?: string };
  readonly query: unknown;
}

/** Who changes the policy with this request of an `@AdminRoute()`, why, and from which version. */
export const ChangeAuthor = createParamDecorator(
  (_data: unknown, context: ExecutionContext): PolicyAuthor => {
    const request = context.switchToHttp().getRequest<Request>();
    const admin = adminOf(request);
    if (admin === undefined) throw new Error('@ChangeAuthor() needs an @AdminRoute().');
    const { headers, query } = request;
    return {
      ifMatch: versionOfIfMatch(headers['if-match']),
      actor: actorName(admin),
      message: changeMessage(headers['m2m-message'], (query as { message?: unknown }).message),
    };
  },
);
