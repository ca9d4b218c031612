import { CoreRefusal, type EmbeddedCore, type JsonObject } from '@app/embedded-core';
import { CoreUnavailable } from '../core-unavailable.error.js';
import type {
  CoreJwtAnswer,
  CoreJwtRequest,
  CoreKeysAnswer,
  CoreTransport,
} from '../transport/core-transport.port.js';

/** Reaches the embedded core by a function call; its HTTP door stays open for everyone else. */
export class InProcessTransport implements CoreTransport {
  constructor(private readonly core: Pick<EmbeddedCore, 'createJwt' | 'jwks' | 'close'>) {}

  async createJwt(request: CoreJwtRequest): Promise<CoreJwtAnswer> {
    try {
      return await this.core.createJwt({ ...request, payload: request.payload as JsonObject });
    } catch (cause) {
      throw new CoreUnavailable(cause instanceof CoreRefusal ? 'nonsense' : 'unreachable', {
        cause,
      });
    }
  }

  async jwks(): Promise<CoreKeysAnswer> {
    return this.core.jwks();
  }

  close(): Promise<void> {
    return this.core.close();
  }
}
