import type { ExecutionContext } from '@nestjs/common';
import type { M2MCaller } from '../shared/caller.js';
import { checkRouteRules, judgeCaller, mergeMarks, type M2MRouteRules } from './route-rules.js';

const context = {} as ExecutionContext;
const caller = (name: string, ...scopes: string[]) => ({ name, scopes }) as unknown as M2MCaller;
const protect = (rules: M2MRouteRules) => ({ access: 'protected', rules }) as const;
// @ts-expect-error the types refuse an async predicate, too
const asynchronous: NonNullable<M2MRouteRules['when']> = () => Promise.resolve(true);
const code = (value: string) => expect.objectContaining({ code: value });

describe('the rules of a handler', () => {
  it('are those of class and method together: each narrows', () => {
    const rules = mergeMarks(
      protect({ callers: ['m1', 'm2'], scopes: ['read', 'all'] }),
      protect({ callers: ['m2', 'm3'], scopes: ['write', 'all'] }),
    );
    expect(rules.scopes).toEqual(['read', 'all', 'write']);
    expect(() => judgeCaller(rules, caller('m2', 'read', 'all', 'write'), context)).not.toThrow();
    for (const name of ['m1', 'm3']) {
      expect(() => judgeCaller(rules, caller(name, 'read', 'all', 'write'), context)).toThrow(
        code('M2M_CALLER_NOT_ALLOWED'),
      );
    }
  });

  it('let every caller in when they name none', () => {
    expect(() =>
      judgeCaller(mergeMarks(undefined, undefined), caller('m9'), context),
    ).not.toThrow();
  });

  it('demand every scope and say which', () => {
    const rules = mergeMarks(undefined, protect({ scopes: ['a', 'b'] }));
    expect(() => judgeCaller(rules, caller('m1', 'a'), context)).toThrow(
      expect.objectContaining({ code: 'M2M_INSUFFICIENT_SCOPE', requiredScopes: ['a', 'b'] }),
    );
  });

  it('ask the predicates of class and method with caller and context', () => {
    const seen: unknown[] = [];
    const when = (answer: boolean) => (who: M2MCaller, where: ExecutionContext) => {
      seen.push(who.name, where);
      return answer;
    };
    const rules = mergeMarks(protect({ when: when(true) }), protect({ when: when(false) }));
    expect(() => judgeCaller(rules, caller('m1'), context)).toThrow(code('M2M_CALLER_NOT_ALLOWED'));
    expect(seen).toEqual(['m1', context, 'm1', context]);
  });

  it('do not take the promise of an async predicate for a yes', () => {
    const when = asynchronous;
    expect(() =>
      judgeCaller(mergeMarks(undefined, protect({ when })), caller('m1'), context),
    ).toThrow(code('M2M_CALLER_NOT_ALLOWED'));
  });

  it.each([
    [undefined, { access: 'public' }, true],
    [{ access: 'public' }, undefined, true],
    [protect({}), { access: 'public' }, true],
    [{ access: 'public' }, protect({}), false],
    [protect({}), undefined, false],
    [undefined, undefined, false],
  ] as const)('class %j and method %j: public is %s', (onClass, onMethod, isPublic) => {
    expect(mergeMarks(onClass, onMethod).isPublic).toBe(isPublic);
  });

  it.each([
    ['callers', { callers: [] }],
    ['callers', { callers: ['M1'] }],
    ['callers', { callers: ['m1', ''] }],
    ['callers', { callers: 'm1' }],
    ['scopes', { scopes: [] }],
    ['scopes', { scopes: ['a b'] }],
    ['scopes', { scopes: [7] }],
    ['when', { when: true }],
    ['when', { when: undefined }],
    ['caller', { caller: ['m1'] }],
  ])('cannot be meant when %s is wrong: %j', (rule, rules) => {
    expect(() => checkRouteRules(rules as unknown as M2MRouteRules)).toThrow(
      expect.objectContaining({ option: `@M2MProtected.${rule}` }),
    );
  });

  it('say what stale revocations mean: the stricter of class and method counts', () => {
    const deny = protect({ whenRevocationsStale: 'deny' });
    const allow = protect({ whenRevocationsStale: 'allow' });
    expect(mergeMarks(deny, allow).needsRevocations).toBe(true);
    expect(mergeMarks(allow, deny).needsRevocations).toBe(true);
    expect(mergeMarks(allow, undefined).needsRevocations).toBe(false);
    expect(mergeMarks(undefined, protect({})).needsRevocations).toBe(false);
    expect(() => checkRouteRules({ whenRevocationsStale: 'ignore' as 'allow' })).toThrow(
      'must be "allow" or "deny"',
    );
  });

  it('demand bound tokens when class or method does', () => {
    const bound = protect({ senderConstrained: true });
    expect(mergeMarks(bound, protect({ senderConstrained: false })).needsBinding).toBe(true);
    expect(mergeMarks(undefined, bound).needsBinding).toBe(true);
    expect(mergeMarks(protect({}), undefined).needsBinding).toBe(false);
    expect(() => checkRouteRules({ senderConstrained: 'yes' as unknown as true })).toThrow(
      'must be true or false',
    );
  });

  it('can be meant when they are whole', () => {
    const rules = { callers: ['m1'], scopes: ['invoice:read'], when: () => true };
    expect(() => checkRouteRules(rules)).not.toThrow();
    expect(() => checkRouteRules({})).not.toThrow();
  });
});
