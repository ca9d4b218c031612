import { SetMetadata, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import { M2MOptionsError } from '../shared/options.error.js';
import { mergeMarks, type HandlerRules, type RouteMark } from './route-rules.js';

const ROUTE_MARK = 'm2m:route-mark';

type Handler = ReturnType<ExecutionContext['getHandler']>;
type Controller = ReturnType<ExecutionContext['getClass']>;

/** The decorator that leaves a mark on a class or method. */
export function setRouteMark(mark: RouteMark): CustomDecorator {
  return SetMetadata(ROUTE_MARK, mark);
}

/**
 * Refuses a class or method that is to be both protected and public.
 *
 * @throws M2MOptionsError when `target` already bears the other mark.
 */
export function checkMark(target: object, access: RouteMark['access']): void {
  const former = markOf(target);
  if (former !== undefined && former.access !== access) {
    throw new M2MOptionsError('@M2MProtected', 'and @M2MPublic exclude each other: keep one.');
  }
}

/** Whether a handler is marked, by itself or by its class; undefined when neither says anything. */
export function markedAccess(controller: object, handler: object): RouteMark['access'] | undefined {
  return (markOf(handler) ?? markOf(controller))?.access;
}

/** By handler and then by class, because classes can inherit one handler and differ in their marks. */
const merged = new WeakMap<Handler, WeakMap<Controller, HandlerRules>>();

/** The rules of the handler that is about to run; made on its first call. */
export function handlerRules(context: ExecutionContext): HandlerRules {
  const handler = context.getHandler();
  const controller = context.getClass();
  const known = merged.get(handler)?.get(controller);
  if (known !== undefined) return known;
  const rules = declaredRules(controller, handler);
  const byController = merged.get(handler) ?? new WeakMap<Controller, HandlerRules>();
  merged.set(handler, byController.set(controller, rules));
  return rules;
}

/** The rules of a handler of a class, made anew. */
export function declaredRules(controller: object, handler: object): HandlerRules {
  return mergeMarks(markOf(controller), markOf(handler));
}

function markOf(target: object): RouteMark | undefined {
  return Reflect.getMetadata(ROUTE_MARK, target) as RouteMark | undefined;
}
