import type { InspectedToken } from '@app/m2m';
import { Controller, Header, HttpCode, Post, Req, UseFilters } from '@nestjs/common';
import { AdminAuthenticator } from '../admin/admin-authenticator.service.js';
import { ClientAuthenticator } from './client/client-authenticator.service.js';
import type { FormParameters } from './form-parameters.js';
import { introspectionResponse, type IntrospectionResponse } from './introspection-response.js';
import { IssuedTokens } from './issued-tokens.service.js';
import { OAuthErrorFilter } from './oauth-error.filter.js';
import { authorizationOf, formOf, type OAuthRequest } from './oauth-request.js';

const BEARER = 'Bearer ';

/** Token introspection (RFC 7662): for whoever a token is for or from, and for administrators. */
@Controller('oauth/introspect')
@UseFilters(OAuthErrorFilter)
export class IntrospectionController {
  constructor(
    private readonly clients: ClientAuthenticator,
    private readonly tokens: IssuedTokens,
    private readonly admins: AdminAuthenticator,
  ) {}

  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @Header('pragma', 'no-cache')
  async introspect(@Req() request: OAuthRequest): Promise<IntrospectionResponse> {
    const form = formOf(request);
    const mayKnow = await this.askedBy(request, form);
    const token = await this.tokens.find(form.require('token'));
    return introspectionResponse(token !== undefined && mayKnow(token) ? token : undefined);
  }

  private async askedBy(
    request: OAuthRequest,
    form: FormParameters,
  ): Promise<(token: InspectedToken) => boolean> {
    const authorization = authorizationOf(request);
    const bearer = authorization?.startsWith(BEARER) ? authorization.slice(BEARER.length) : '';
    if (this.admins.authenticate(bearer) !== undefined) return () => true;
    const { name } = await this.clients.authenticate(request, form);
    return ({ caller, target }) => caller.name === name || target === name;
  }
}
