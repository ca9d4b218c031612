import type { TokenRequest } from './token-client.service.js';

/** Where the doors for other transports get their tokens: the `TokenClientService`. */
export interface TokenSource {
  /** An access token for the target, never an expired one. */
  getToken(target: string, request?: TokenRequest): Promise<string>;
}
