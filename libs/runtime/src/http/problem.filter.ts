import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { describeError } from './describe-error.js';
import { sendProblem } from './send-problem.js';

/** Answers every error of the HTTP door in one shape, and logs only what nobody foresaw. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = describeError(error);
    if (problem.status === 500) {
      const stack = error instanceof Error ? error.stack : String(error);
      this.logger.error('request failed', { requestId: request.id, path: request.url, stack });
    }
    sendProblem(reply, problem);
  }
}
