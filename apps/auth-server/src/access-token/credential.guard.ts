import { AudienceGuard, M2MError } from '@app/m2m';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { DecisionLog } from '../audit/decision-log.service.js';
import { ForeignKeysUnavailable } from '../trust/foreign-keys.js';
import { PlatformIdentity } from '../trust/platform-identity.service.js';
import { platformTokenRejected, platformUnavailable } from './describe-refusal.js';
import { notePlatformCaller } from './presented-by.decorator.js';

interface Request {
  readonly id: string;
  readonly ip: string;
  readonly raw: IncomingMessage;
}

/**
 * Lets a request in by the token of a trusted platform, or else by a bootstrap token. A token whose
 * issuer the policy trusts is judged as a platform's, and never gets a second chance.
 */
@Injectable()
export class CredentialGuard implements CanActivate {
  constructor(
    private readonly bootstrap: AudienceGuard,
    private readonly platform: PlatformIdentity,
    private readonly decisions: DecisionLog,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const token = onlyBearerToken(request.raw);
    if (token === undefined || !this.platform.isForeign(token)) {
      return this.admitBootstrap(request, context);
    }
    return this.admit(request, token);
  }

  private admitBootstrap(request: Request, context: ExecutionContext): boolean | Promise<boolean> {
    const fail = (error: unknown): never => {
      const { cause } = Object(error) as { cause?: unknown };
      if (cause instanceof M2MError) this.refused(request, cause.code);
      throw error;
    };
    try {
      const admitted = this.bootstrap.canActivate(context);
      return admitted instanceof Promise ? admitted.catch(fail) : admitted;
    } catch (error) {
      return fail(error);
    }
  }

  private refused({ id: requestId, ip: sourceAddress }: Request, code: string): void {
    this.decisions.refused({ code, requestId, sourceAddress });
  }

  private async admit(request: Request, token: string): Promise<true> {
    const verdict = await this.platform.authenticatePlatformToken(token).catch((error: unknown) => {
      throw error instanceof ForeignKeysUnavailable ? platformUnavailable(error) : error;
    });
    if (!verdict.ok) {
      this.refused(request, verdict.reason);
      throw platformTokenRejected();
    }
    notePlatformCaller(request, verdict.caller);
    return true;
  }
}

/** The one bearer token of a request; whatever is less clear is left to the library's guard. */
function onlyBearerToken({ rawHeaders, headers, url = '' }: IncomingMessage): string | undefined {
  let credentials = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 13 && name.toLowerCase() === 'authorization') credentials += 1;
  }
  if (credentials !== 1 || url.includes('access_token')) return undefined;
  const { authorization = '' } = headers;
  return authorization.slice(0, 7).toLowerCase() === 'bearer ' ? authorization.slice(7) : undefined;
}
