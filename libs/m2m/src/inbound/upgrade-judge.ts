import { Logger } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import type { DpopProofs } from './dpop/dpop-proofs.js';
import { requestAuthorization } from './http-door.js';
import type { ResolvedInboundOptions } from './inbound-options.js';
import { tokenScheme } from './presented-token.js';
import { isRefusalError, toRefusal, type RefusalError } from './refusal.js';
import type { TokenVerifier } from './token-verifier.js';

/** How `ws` is told whether a request may become a WebSocket. */
type Answer = (
  isLetIn: boolean,
  status?: number,
  body?: string,
  headers?: Readonly<Record<string, string>>,
) => void;

/** The option `verifyClient` of `ws`, in the form that answers later. */
export type VerifyClient = (info: { readonly req: IncomingMessage }, answer: Answer) => void;

/** Lets a request become a WebSocket only with a good access token; rules of handlers come later. */
export class UpgradeJudge {
  private readonly logger = new Logger('M2MInbound');

  constructor(
    private readonly verifier: TokenVerifier,
    private readonly proofs: DpopProofs,
    private readonly options: ResolvedInboundOptions,
  ) {}

  /** Answers as the guard does over HTTP: 400, 401 or 503, and 500 for a fault. */
  async answer(request: IncomingMessage, answer: Answer): Promise<void> {
    const error = await this.#errorOf(request);
    if (error === undefined) answer(true);
    else if (isRefusalError(error)) this.#refuse(error, request, answer);
    else answer(false, 500);
  }

  async #errorOf(request: IncomingMessage): Promise<unknown> {
    try {
      const authorization = requestAuthorization(request);
      const verified =
        this.verifier.recall(authorization) ?? (await this.verifier.verify(authorization));
      if (verified.binding !== undefined) this.proofs.demand(request, verified.binding);
      return undefined;
    } catch (error) {
      if (!isRefusalError(error)) this.logger.error(error);
      return error;
    }
  }

  #refuse(error: RefusalError, { headers: sent }: IncomingMessage, answer: Answer): void {
    this.options.events.requestRefused?.(error.code);
    const scheme = tokenScheme(sent.authorization ?? '');
    const { status, body, headers } = toRefusal(error, this.options.realm, scheme);
    const type = { 'Content-Type': 'application/json; charset=utf-8' };
    answer(false, status, JSON.stringify(body), { ...type, ...headers });
  }
}
