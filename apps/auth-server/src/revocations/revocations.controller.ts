import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ChangeWaiters } from './change-waiters.js';
import { RevocationDocuments } from './revocation-document.service.js';
import { RevocationLedger } from './revocation-ledger.service.js';
import { toProblem } from './revocations.problems.js';
import { waitMs } from './wait-ms.js';

/** The signed document of what is in force, for every microservice that follows it. */
@Controller('revocations')
export class RevocationsController {
  constructor(
    private readonly ledger: RevocationLedger,
    private readonly documents: RevocationDocuments,
    private readonly waiters: ChangeWaiters,
  ) {}

  /**
   * Answers at once, or with `?wait=<seconds>` when it differs from the version in `If-None-Match`,
   * with 304 (RFC 9110 §15.4.5) once the time is up.
   */
  @Get()
  async document(
    @Headers('if-none-match') known: string | undefined,
    @Query('wait') wait: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const longestMs = waitMs(wait);
    if (longestMs > 0 && known === this.tag) {
      await this.waiters.wait(longestMs, (stop) => reply.raw.once('close', stop));
    }
    reply.header('cache-control', 'no-cache');
    if (known === this.tag) {
      reply.header('etag', known).status(304);
      return undefined;
    }
    const { version, jws } = await this.documents.current().catch(toProblem);
    reply.header('etag', entityTag(version)).type('application/jwt');
    return jws;
  }

  private get tag(): string {
    return entityTag(this.ledger.current().version);
  }
}

function entityTag(version: number): string {
  return `"${version}"`;
}
