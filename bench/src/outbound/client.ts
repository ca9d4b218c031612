import { HttpService } from '@nestjs/axios';
import { create } from 'axios';
import { AccessTokens } from '../../../libs/m2m/src/outbound/access-tokens.js';
import { resolveOutboundOptions } from '../../../libs/m2m/src/outbound/resolve-outbound-options.js';
import { TokenClientService } from '../../../libs/m2m/src/outbound/token-client.service.js';
import type { M2MOutboundOptions } from '../../../libs/m2m/src/outbound/outbound-options.js';

/** What the module makes for the microservice m1, without Nest, and how often it asked for a token. */
export interface BenchClient {
  readonly client: TokenClientService;
  readonly requests: () => number;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A client whose auth-server answers after `answerMs` with a token of 700 characters. */
export function makeClient(
  answerMs: number,
  options: Partial<M2MOutboundOptions> = {},
): BenchClient {
  let requests = 0;
  const resolved = resolveOutboundOptions({
    name: 'm1',
    authServer: 'http://127.0.0.1:8000',
    credential: 'bootstrap',
    tokenTransport: async () => {
      requests += 1;
      await pause(answerMs);
      const accessToken = `${requests}.`.padEnd(700, 'a');
      const body = { accessToken, tokenType: 'Bearer', expiresIn: 1800, refreshIn: 300 };
      const contentType = 'application/json';
      return { status: 200, contentType, retryAfter: undefined, text: JSON.stringify(body) };
    },
    ...options,
  });
  const tokens = new AccessTokens(resolved);
  const client = new TokenClientService(resolved, tokens, new HttpService(create()));
  return { client, requests: () => requests };
}
