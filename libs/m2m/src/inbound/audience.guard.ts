import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { attachCaller } from './attached-caller.js';
import { doorOf, type Door } from './door.js';
import { INBOUND_OPTIONS } from './inbound-options.token.js';
import type { ResolvedInboundOptions } from './inbound-options.js';
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
    @Inject(INBOUND_OPTIONS) private readonly options: ResolvedInboundOptions,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const rules = handlerRules(context);
    if (rules.isPublic) return true;
    const door = doorOf(context);
    try {
      const authorization = door.authorization(context);
      const verified = this.verifier.recall(authorization);
      if (verified === undefined) return this.firstSight(authorization, rules, door, context);
      return this.admit(verified, rules, door, context);
    } catch (error) {
      return this.refuse(error, door, context);
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
      return this.refuse(error, door, context);
    }
  }

  private admit(
    { caller }: VerifiedToken,
    rules: HandlerRules,
    door: Door,
    context: ExecutionContext,
  ): true {
    if (rules.needsRevocations) this.verifier.demandFreshRevocations();
    judgeCaller(rules, caller, context);
    attachCaller(door.carrier(context), caller);
    return true;
  }

  /** Throws at once on HTTP; elsewhere the exception's class may have to be loaded first. */
  private refuse(error: unknown, door: Door, context: ExecutionContext): Promise<never> {
    if (!isRefusalError(error)) throw error;
    this.options.events.requestRefused?.(error.code);
    const exception = door.refuse(context, toRefusal(error, this.options.realm));
    if (exception instanceof Promise) return exception.then((thrown) => Promise.reject(thrown));
    throw exception;
  }
}
