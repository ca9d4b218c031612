import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { M2MCaller } from '../shared/caller.js';
import { attachedCaller } from './attached-caller.js';
import { CallerUnknown } from './caller-unknown.error.js';
import { doorOf } from './door.js';

/**
 * The {@link M2MCaller} of this call, as proven by its token. One frozen object per token, shared by
 * all calls that present it.
 *
 * @throws CallerUnknown when the route is not protected.
 */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  callerOf(context),
);

/**
 * Who is calling, for interceptors, pipes and guards that run after the audience guard.
 *
 * @throws CallerUnknown when the route is not protected.
 */
export function callerOf(context: ExecutionContext): M2MCaller {
  const caller = attachedCaller(doorOf(context).carrier(context));
  if (caller !== undefined) return caller;
  throw new CallerUnknown(`${context.getClass().name}.${context.getHandler().name}`);
}
