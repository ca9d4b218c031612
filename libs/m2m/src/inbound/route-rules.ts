import type { ExecutionContext } from '@nestjs/common';
import type { M2MCaller } from '../shared/caller.js';
import { M2MOptionsError } from '../shared/options.error.js';
import { isMicroserviceName } from '../shared/microservice-name.js';
import type { M2MMicroservice, M2MScope } from '../shared/names.js';
import { CallerNotAllowed, InsufficientScope } from '../shared/request-refused.error.js';

/** What a protected route demands beyond a good token. Every rule given must hold. */
export interface M2MRouteRules {
  /** Names of the microservices that may call; everyone the policy let through when absent. */
  readonly callers?: readonly M2MMicroservice[];
  /** Scopes that the token must carry, all of them. */
  readonly scopes?: readonly M2MScope[];
  /** A rule of the application's own. Must return `true` itself, not a promise, to let the call in. */
  readonly when?: (caller: M2MCaller, context: ExecutionContext) => boolean;
  /**
   * What a good token is worth while nothing is heard of revocations for longer than
   * `revocations.staleAfterMs`: `'allow'` (default) lets the call in, `'deny'` answers 503.
   */
  readonly whenRevocationsStale?: 'allow' | 'deny';
  /** Whether only tokens count that are bound to a key of the caller (DPoP, RFC 9449). Default false. */
  readonly senderConstrained?: boolean;
}

/** Whether a class or method is protected or public, with its rules. */
export type RouteMark =
  { readonly access: 'public' } | { readonly access: 'protected'; readonly rules: M2MRouteRules };

/** The rules of one handler, class and method together, made once. */
export interface HandlerRules {
  readonly isPublic: boolean;
  readonly callers: readonly ReadonlySet<string>[];
  readonly scopes: readonly string[];
  readonly predicates: readonly NonNullable<M2MRouteRules['when']>[];
  /** Whether it must be known what was revoked lately. */
  readonly needsRevocations: boolean;
  /** Whether bearer tokens are refused. */
  readonly needsBinding: boolean;
}

const PUBLIC: HandlerRules = {
  isPublic: true,
  callers: [],
  scopes: [],
  predicates: [],
  needsRevocations: false,
  needsBinding: false,
};

/**
 * Merges the mark of a class with that of its method. A method's rules narrow those of its class and
 * never widen them; only `@M2MPublic()` on the method itself lifts them.
 */
export function mergeMarks(
  onClass: RouteMark | undefined,
  onMethod: RouteMark | undefined,
): HandlerRules {
  if ((onMethod ?? onClass)?.access === 'public') return PUBLIC;
  const rules = [onClass, onMethod].flatMap((mark) =>
    mark?.access === 'protected' ? [mark.rules] : [],
  );
  return {
    isPublic: false,
    callers: rules.flatMap(({ callers }) => (callers === undefined ? [] : [new Set(callers)])),
    scopes: [...new Set(rules.flatMap(({ scopes }) => scopes ?? []))],
    predicates: rules.flatMap(({ when }) => (when === undefined ? [] : [when])),
    needsRevocations: rules.some(({ whenRevocationsStale }) => whenRevocationsStale === 'deny'),
    needsBinding: rules.some(({ senderConstrained }) => senderConstrained === true),
  };
}

/**
 * Judges a genuine caller by the rules of the handler.
 *
 * @throws CallerNotAllowed when the caller is not one of those named, or the predicate says no.
 * @throws InsufficientScope when the token lacks a scope.
 */
export function judgeCaller(
  rules: HandlerRules,
  caller: M2MCaller,
  context: ExecutionContext,
): void {
  for (const callers of rules.callers) {
    if (!callers.has(caller.name)) throw notAllowed(caller);
  }
  for (const scope of rules.scopes) {
    if (!caller.scopes.includes(scope)) throw new InsufficientScope(rules.scopes);
  }
  for (const predicate of rules.predicates) {
    // A promise is truthy: an async predicate that got past the types must not let everyone in.
    const answer: unknown = predicate(caller, context);
    if (answer !== true) throw notAllowed(caller);
  }
}

function notAllowed(caller: M2MCaller): CallerNotAllowed {
  return new CallerNotAllowed(
    `"${caller.name}" is not allowed to call this route: its owner decides who is.`,
  );
}

/**
 * Refuses rules that cannot be meant, when the decorator is evaluated.
 *
 * @throws M2MOptionsError for an empty list, a name that is none, or an unknown rule.
 */
export function checkRouteRules(rules: M2MRouteRules): void {
  const { callers, scopes, when, whenRevocationsStale, senderConstrained, ...unknown } = rules;
  const [stranger] = Object.keys(unknown);
  if (stranger !== undefined) {
    throw new M2MOptionsError(`@M2MProtected.${stranger}`, 'is not known: remove it.');
  }
  checkNames('callers', callers, isMicroserviceName, 'names of microservices, such as "m1"');
  checkNames('scopes', scopes, isScope, 'scopes without spaces, such as "invoice:read"');
  if ('when' in rules && typeof when !== 'function') {
    throw new M2MOptionsError('@M2MProtected.when', 'must be a function that returns a boolean.');
  }
  if (!['allow', 'deny'].includes(whenRevocationsStale ?? 'allow')) {
    throw new M2MOptionsError('@M2MProtected.whenRevocationsStale', 'must be "allow" or "deny".');
  }
  if (!['boolean', 'undefined'].includes(typeof senderConstrained)) {
    throw new M2MOptionsError('@M2MProtected.senderConstrained', 'must be true or false.');
  }
}

function checkNames(
  rule: 'callers' | 'scopes',
  names: readonly unknown[] | undefined,
  isName: (name: unknown) => boolean,
  meaning: string,
): void {
  if (names === undefined) return;
  if (!Array.isArray(names) || names.length === 0) {
    const repair = `must be a list of ${meaning}; leave it out to demand none.`;
    throw new M2MOptionsError(`@M2MProtected.${rule}`, repair);
  }
  const wrong = names.find((name) => !isName(name));
  if (wrong !== undefined) {
    const problem = `must be a list of ${meaning} (got ${JSON.stringify(wrong)}).`;
    throw new M2MOptionsError(`@M2MProtected.${rule}`, problem);
  }
}

function isScope(scope: unknown): boolean {
  return typeof scope === 'string' && /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope);
}
