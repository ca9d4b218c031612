import { Problem } from '@app/runtime';
import { Body, Controller, Header, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { TokenIssuer } from '../issuing/token-issuer.service.js';
import { RateLimiter, type LimitedRequest } from '../limits/rate-limiter.service.js';
import { KeyProofs } from '../proofs/key-proofs.service.js';
import { credentialKey } from '../registry/credential-key.js';
import type { PresentedCredential } from '../registry/credential-standing.js';
import { presentedInstance } from '../registry/presented-instance.js';
import { accessTokenRequest, CREDENTIAL_MEMBERS } from './access-token-request.js';
import { accessTokenResponse, type AccessTokenResponse } from './access-token-response.js';
import { CredentialGuard } from './credential.guard.js';
import { describeRefusal } from './describe-refusal.js';
import { PresentedBy } from './presented-by.decorator.js';

/** What this endpoint needs of a request of Fastify. */
interface Request extends LimitedRequest {
  readonly id: string;
  readonly raw: IncomingMessage;
}

const invalidRequest = (message: string): Problem =>
  new Problem({ status: 400, code: 'M2M_REQUEST_INVALID', message });

/** The seed's wire: a bootstrap token or a platform's token in, an access token for one target out. */
@Controller('accesstoken')
export class AccessTokenController {
  constructor(
    private readonly issuer: TokenIssuer,
    private readonly limiter: RateLimiter,
    private readonly proofs: KeyProofs,
  ) {}

  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @UseGuards(CredentialGuard)
  async issue(
    @PresentedBy() caller: PresentedCredential,
    @Body() body: unknown,
    @Req() requested: Request,
  ): Promise<AccessTokenResponse> {
    this.limiter.authenticated(requested, credentialKey(caller));
    const request = accessTokenRequest.safeParse(body);
    if (!request.success) throw invalidRequest('Name the target, as in {"target":"m2"}.');
    if (CREDENTIAL_MEMBERS.some((member) => Object.hasOwn(body as object, member))) {
      throw invalidRequest('Send the credential in the Authorization header only.');
    }
    const { target, scope: scopes = [] } = request.data;
    const origin = { requestId: requested.id, sourceAddress: requested.ip };
    try {
      const keyThumbprint = await this.proofs.thumbprintOf(requested.raw, origin);
      const instance = presentedInstance(requested.raw.headers);
      const asked = { caller, target, scopes, keyThumbprint, instance, ...origin };
      return accessTokenResponse(await this.issuer.issue(asked));
    } catch (error) {
      throw describeRefusal(error);
    }
  }
}
