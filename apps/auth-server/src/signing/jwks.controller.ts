import { Problem } from '@app/runtime';
import { Controller, Get, Headers, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PublishedKeySet } from './published-key-set.service.js';

/** How long a cache may keep the set, and how much longer while this server is away. */
const CACHE_CONTROL = 'public, max-age=60, must-revalidate, stale-if-error=86400';

/** The core's key set, at the SDK's usual path and at the well-known one. */
@Controller()
export class JwksController {
  constructor(private readonly published: PublishedKeySet) {}

  @Get(['auth/jwt/jwks.json', '.well-known/jwks.json'])
  keys(
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string | undefined {
    const { current } = this.published;
    if (current === undefined) {
      throw new Problem({
        status: 503,
        code: 'M2M_CORE_UNAVAILABLE',
        message: 'The SuperTokens core has not shown its keys yet. Try again.',
        headers: { 'retry-after': '2' },
      });
    }
    void reply.headers({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': CACHE_CONTROL,
      'access-control-allow-origin': '*',
      etag: current.etag,
    });
    if (known !== current.etag) return current.document;
    void reply.status(304);
    return undefined;
  }
}
