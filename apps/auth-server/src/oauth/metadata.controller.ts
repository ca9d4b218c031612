import { Problem } from '@app/runtime';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { GRANTS, type Grant } from './grant.port.js';
import { OAUTH_OPTIONS, type OAuthOptions } from './oauth-options.js';
import { isIssuerUrl, serverMetadata, type ServerMetadata } from './server-metadata.js';

/** What clients learn about this server by themselves (RFC 8414 §3). */
@Controller('.well-known/oauth-authorization-server')
export class MetadataController {
  private readonly metadata: ServerMetadata | undefined;

  constructor(
    @Inject(OAUTH_OPTIONS) options: OAuthOptions,
    @Inject(GRANTS) grants: readonly Grant[],
  ) {
    const grantTypes = grants.map(({ grantType }) => grantType);
    if (isIssuerUrl(options.issuer)) this.metadata = serverMetadata(options, grantTypes);
  }

  @Get()
  @Header('cache-control', 'public, max-age=300')
  read(): ServerMetadata {
    if (this.metadata !== undefined) return this.metadata;
    throw new Problem({
      status: 404,
      code: 'M2M_METADATA_UNAVAILABLE',
      message:
        'There is no metadata, because the issuer is not a URL. Set M2M_ISSUER, of this server and of every microservice, to the URL of this server, such as http://localhost:8000.',
    });
  }
}
