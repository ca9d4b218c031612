import { types } from 'node:util';
import { Logger, type LoggerService } from '@nestjs/common';
import type { InboundEvents } from './inbound-events.js';

/**
 * Passes the events of a key set on and writes a line when its state changes: once when fetching
 * begins to fail, once when it works again, once per private key that the issuer publishes.
 */
export function loggingEvents(
  events: InboundEvents,
  logger: Pick<LoggerService, 'log' | 'warn' | 'error'> = new Logger('M2M'),
): InboundEvents {
  const alarmed = new Set<string | undefined>();
  let isFailing = false;
  return {
    keySetFetched(keyIds) {
      if (isFailing) logger.log('The issuer’s key set can be fetched again.');
      isFailing = false;
      events.keySetFetched?.(keyIds);
    },
    keySetFetchFailed(error) {
      if (!isFailing) logger.warn(`The issuer’s key set cannot be fetched: ${reasonOf(error)}`);
      isFailing = true;
      events.keySetFetchFailed?.(error);
    },
    keyIgnored: (keyId, reason) => events.keyIgnored?.(keyId, reason),
    privateKeyPublished(keyId) {
      if (!alarmed.has(keyId)) {
        logger.error(
          `The issuer publishes the PRIVATE key ${JSON.stringify(keyId)}: it is not used; replace it at once.`,
        );
      }
      alarmed.add(keyId);
      events.privateKeyPublished?.(keyId);
    },
  };
}

function reasonOf(error: Error): string {
  const { message, cause } = error;
  return types.isNativeError(cause) ? `${message}: ${cause.message}` : message;
}
