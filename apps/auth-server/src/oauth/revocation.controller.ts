import { Controller, Header, HttpCode, Post, Req, UseFilters } from '@nestjs/common';
import { ClientAuthenticator } from './client/client-authenticator.service.js';
import { IssuedTokens } from './issued-tokens.service.js';
import { OAuthErrorFilter } from './oauth-error.filter.js';
import { formOf, type OAuthRequest } from './oauth-request.js';
import { TokenRevoker } from './token-revoker.service.js';

/** Token revocation (RFC 7009): a client ends a token of its own, here and at every target. */
@Controller('oauth/revoke')
@UseFilters(OAuthErrorFilter)
export class RevocationController {
  constructor(
    private readonly clients: ClientAuthenticator,
    private readonly tokens: IssuedTokens,
    private readonly revoker: TokenRevoker,
  ) {}

  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @Header('pragma', 'no-cache')
  async revoke(@Req() request: OAuthRequest): Promise<void> {
    const form = formOf(request);
    const client = await this.clients.authenticate(request, form);
    const token = await this.tokens.find(form.require('token'));
    if (token?.caller.name === client.name) await this.revoker.revoke(token.caller);
  }
}
