import type { TokenRequest } from './token-client.service.js';

/** Where the doors for other transports get their tokens: the `TokenClientService`. */
export interface TokenSource {
  getToken(target: string, request?: TokenRequest): Promise<string>;
}
