import { Controller, Get, Header, Headers, Inject, Res } from '@nestjs/common';
import { apiDocument } from './api-document.js';
import { API, type ApiDocument } from './api-options.js';
import type { Api } from './api-route.js';
import { ReferencePages } from './reference-pages.service.js';

/** What the controller sets on an answer. */
interface Reply {
  header(name: string, value: string): Reply;
  type(type: string): Reply;
  status(code: number): Reply;
}

/** What this server can be asked, for programs and for people. */
@Controller()
export class ApiController {
  private described: ApiDocument | undefined;

  constructor(
    @Inject(API) private readonly api: Api,
    private readonly pages: ReferencePages,
  ) {}

  @Get('openapi.json')
  @Header('cache-control', 'no-cache')
  document(): ApiDocument {
    this.described ??= apiDocument(this.api);
    return this.described;
  }

  @Get('docs')
  @Header('cache-control', 'no-cache')
  async page(@Res({ passthrough: true }) reply: Reply): Promise<string> {
    const { html, contentSecurityPolicy } = await this.pages.get();
    reply.header('content-security-policy', contentSecurityPolicy).type('text/html; charset=utf-8');
    return html;
  }

  @Get('docs/reference.js')
  async script(
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<Buffer | undefined> {
    const { script, scriptTag } = await this.pages.get();
    reply.header('etag', scriptTag).header('cache-control', 'no-cache');
    if (known === scriptTag) {
      reply.status(304);
      return undefined;
    }
    reply.header('content-encoding', 'gzip').type('text/javascript; charset=utf-8');
    return script;
  }
}
