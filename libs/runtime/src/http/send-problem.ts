import type { FastifyReply } from 'fastify';
import type { WireProblem } from './describe-error.js';

/** Answers with a problem; no cache may keep it. */
export function sendProblem(reply: FastifyReply, { status, headers, body }: WireProblem): void {
  void reply
    .status(status)
    .headers({ ...headers, 'cache-control': 'no-store' })
    // The route may have promised another type before it failed.
    .type('application/json; charset=utf-8')
    .send(body);
}
