import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { TokenRejected } from '../shared/token-rejected.error.js';
import { attachCaller } from './attached-caller.js';
import { doorOf, type Door } from './door.js';
import { DpopProofs } from './dpop/dpop-proofs.js';
import { INBOUND_OPTIONS } from './inbound-options.token.js';
import type { ResolvedInboundOptions } from './inbound-options.js';
import { tokenScheme } from './presented-token.js';
import { isRefusalError, toRefusal } from './refusal.js';
import { handlerRules } from './route-marks.js';
import { judgeCaller, type HandlerRules } from './route-rules.js';
import { TokenVerifier } from './token-verifier.js';
import type { VerifiedToken } from './verified-token.js';

/**
 * Lets a call in whose access token is meant for this microservice and whose caller satisfies the
 * rules of the route. Decides synchronously for a token that it has seen before.
 *
 * Refusals leave as `HttpException` with `{ statusCode, error, code, message }`, `WWW-Authenticate`
 * and `Retry-After` where they belong; as `RpcException` or `WsException` with `{ status, error, code,
 * message }` on those transports; on GraphQL with the code in `extensions.code`. The error of this
 * library is their `cause`.
 */
@Injectable()
export class AudienceGuard implements CanActivate {
  /** @internal Made by Nest. */
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly proofs: DpopProofs,
    @Inject(INBOUND_OPTIONS) private readonly options: ResolvedInboundOptions,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const rules = handlerRules(context);
    if (rules.isPublic) return true;
    const door = doorOf(context);
    let authorization: string | undefined;
    try {
      authorization = door.authorization(context);
      const verified = this.verifier.recall(authorization);
      if (verified === undefined) return this.firstSight(authorization, rules, door, context);
      return this.admit(verified, rules, door, context);
    } catch (error) {
      return this.refuse(error, authorization, rules, door, context);
    }
  }

  private async firstSight(
    authorization: string | undefined,
    rules: HandlerRules,
    door: Door,
    context: ExecutionContext,
  ): Promise<boolean> {
    try {
      const verified = await this.verifier.verify(authorization);
      return this.admit(verified, rules, door, context);
    } catch (error) {
      return this.refuse(error, authorization, rules, door, context);
    }
  }

  private admit(
    { caller, binding }: VerifiedToken,
    rules: HandlerRules,
    door: Door,
    context: ExecutionContext,
  ): true {
    if (binding !== undefined) this.proofs.demand(door.message(context), binding);
    else if (rules.needsBinding) throw dpopRequired();
    if (rules.needsRevocations) this.verifier.demandFreshRevocations();
    judgeCaller(rules, caller, context);
    attachCaller(door.carrier(context), caller);
    return true;
  }

  /** Throws at once on HTTP; elsewhere the exception's class may have to be loaded first. */
  private refuse(
    error: unknown,
    authorization: string | undefined,
    { needsBinding }: HandlerRules,
    door: Door,
    context: ExecutionContext,
  ): Promise<never> {
    if (!isRefusalError(error)) throw error;
    this.options.events.requestRefused?.(error.code);
    const scheme = needsBinding ? 'DPoP' : tokenScheme(authorization ?? '');
    const exception = door.refuse(context, toRefusal(error, this.options.realm, scheme));
    if (exception instanceof Promise) return exception.then((thrown) => Promise.reject(thrown));
    throw exception;
  }
}

function dpopRequired(): TokenRejected {
  return new TokenRejected(
    'M2M_DPOP_REQUIRED',
    'This route takes only tokens that are bound to a key: ask for one with a DPoP proof.',
  );
}
