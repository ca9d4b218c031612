import type { IncomingMessage } from 'node:http';
import { Controller, Header, HttpCode, Inject, Post, Req, UseFilters } from '@nestjs/common';
import { KeyProofs } from '../proofs/key-proofs.service.js';
import { presentedInstance } from '../registry/presented-instance.js';
import { ClientAuthenticator } from './client/client-authenticator.service.js';
import { describeDenial } from './describe-denial.js';
import { GRANTS, type Grant } from './grant.port.js';
import { OAuthErrorFilter } from './oauth-error.filter.js';
import { OAuthError } from './oauth.errors.js';
import { formOf, type OAuthRequest } from './oauth-request.js';
import { TOKEN_PATH } from './oauth-options.js';
import type { TokenResponse } from './token-response.js';

/** The token endpoint (RFC 6749 §3.2). */
@Controller(TOKEN_PATH)
@UseFilters(OAuthErrorFilter)
export class TokenController {
  constructor(
    private readonly clients: ClientAuthenticator,
    private readonly proofs: KeyProofs,
    @Inject(GRANTS) private readonly grants: readonly Grant[],
  ) {}

  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @Header('pragma', 'no-cache')
  async issue(
    @Req() request: OAuthRequest & { readonly raw: IncomingMessage },
  ): Promise<TokenResponse> {
    const form = formOf(request);
    const grantType = form.require('grant_type');
    const client = await this.clients.authenticate(request, form);
    const grant = this.grants.find((candidate) => candidate.grantType === grantType);
    if (grant === undefined) throw unsupported();
    const origin = { requestId: request.id, sourceAddress: request.ip };
    const instance = presentedInstance(request.headers);
    try {
      const keyThumbprint = await this.proofs.thumbprintOf(request.raw, origin);
      return await grant.issue({ client, form, keyThumbprint, instance, ...origin });
    } catch (error) {
      throw describeDenial(error);
    }
  }
}

const unsupported = (): OAuthError =>
  new OAuthError(
    'unsupported_grant_type',
    'This server issues tokens for client_credentials and for an exchange of tokens (RFC 8693).',
  );
