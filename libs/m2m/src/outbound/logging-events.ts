import { Logger } from '@nestjs/common';
import { isCredentialError } from './credential.errors.js';
import { EdgeNotAllowed } from './edge-not-allowed.error.js';
import type { OutboundEvents } from './outbound-events.port.js';

/**
 * Writes one line per change of state: a renewal that begins to fail, one that works again, a
 * credential that is refused, a breaker that opens or closes. Nothing per call.
 */
export function loggingEvents(logger: Pick<Logger, 'log' | 'warn' | 'error'>): OutboundEvents {
  return {
    looked: () => undefined,
    renewed: (target, failuresBefore) => {
      if (failuresBefore > 0) logger.log(`Access token for "${target}" is available again.`);
    },
    renewalFailed: (target, error, failures, secondsLeft) => {
      if (failures > 1 || isCredentialError(error)) return;
      const left = secondsLeft > 0 ? ` The one at hand serves for ${secondsLeft} s more.` : '';
      const line = `No new access token for "${target}": ${error.message}${left}`;
      if (error instanceof EdgeNotAllowed || secondsLeft > 0) logger.warn(line);
      else logger.error(line);
    },
    credentialFailed: (error) => logger.error(error.message),
    breakerChanged: (authServer, state) => {
      if (state === 'closed') logger.log(`Auth-server ${authServer} answers again.`);
      else logger.warn(`Auth-server ${authServer} fails and is left alone for a moment.`);
    },
  };
}

/** Tells two listeners, the first one first; what runs inside a listener runs inside one of them. */
export function bothEvents(first: OutboundEvents, second: OutboundEvents): OutboundEvents {
  const requesting = second.requesting?.bind(second) ?? first.requesting?.bind(first);
  const calling = second.calling?.bind(second) ?? first.calling?.bind(first);
  return {
    ...(requesting !== undefined && { requesting }),
    ...(calling !== undefined && { calling }),
    looked: (...args) => {
      first.looked(...args);
      second.looked(...args);
    },
    renewed: (...args) => {
      first.renewed(...args);
      second.renewed(...args);
    },
    renewalFailed: (...args) => {
      first.renewalFailed(...args);
      second.renewalFailed(...args);
    },
    credentialFailed: (...args) => {
      first.credentialFailed(...args);
      second.credentialFailed(...args);
    },
    breakerChanged: (...args) => {
      first.breakerChanged(...args);
      second.breakerChanged(...args);
    },
  };
}
