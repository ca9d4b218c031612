import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { attachCaller } from './attached-caller.js';
import { doorOf, type Door } from './door.js';
import { INBOUND_OPTIONS } from './inbound-options.token.js';
import type { ResolvedInboundOptions } from './inbound-options.js';
import { isRefusalError, toRefusal } from './refusal.js';
import { handlerRules } from './route-marks.js';
import { judgeCaller } from './route-rules.js';
import { TokenVerifier } from './token-verifier.js';
import type { VerifiedToken } from './verified-token.js';

/**
 * Lets a call in whose access token is meant for this microservice and whose caller satisfies the
 * rules of the route. Decides synchronously for a token that it has seen before.
 *
 * Refusals leave as `HttpException` with `{ statusCode, error, code, message }`, `WWW-Authenticate`
 * and `Retry-After` where they belong; the error of this library is their `cause`.
 */
@Injectable()
export class AudienceGuard implements CanActivate {
  constructor(
    private readonly verifier: TokenVerifier,
    @Inject(INBOUND_OPTIONS) private readonly options: ResolvedInboundOptions,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    if (handlerRules(context).isPublic) return true;
    const door = doorOf(context);
    try {
      const token = door.token(context);
      const verified = this.verifier.recall(token);
      if (verified !== undefined) return this.admit(context, door, verified);
      return this.firstSight(context, door, token);
    } catch (error) {
      throw this.refusalOf(error, context, door);
    }
  }

  private async firstSight(context: ExecutionContext, door: Door, token: string): Promise<boolean> {
    try {
      return this.admit(context, door, await this.verifier.verify(token));
    } catch (error) {
      throw this.refusalOf(error, context, door);
    }
  }

  private admit(context: ExecutionContext, door: Door, verified: VerifiedToken): true {
    judgeCaller(handlerRules(context), verified.caller, context);
    attachCaller(door.carrier(context), verified.caller);
    return true;
  }

  private refusalOf(error: unknown, context: ExecutionContext, door: Door): unknown {
    if (!isRefusalError(error)) return error;
    this.options.events.requestRefused?.(error.code);
    return door.refuse(context, toRefusal(error, this.options.realm));
  }
}
