import type { ExecutionContext } from '@nestjs/common';
import { httpDoor } from './http-door.js';
import type { Refusal } from './refusal.js';
import { TransportUnsupported } from './transport-unsupported.error.js';

/** How one kind of transport hands over a token, keeps the caller, and is told of a refusal. */
export interface Door {
  /**
   * The bearer token of this call.
   *
   * @throws TokenMissing, TokenRejected or CredentialAmbiguous when there is no single one.
   */
  token(context: ExecutionContext): string;
  /** The object that stands for this one call, for as long as it lasts. */
  carrier(context: ExecutionContext): object;
  /** The exception that makes this transport answer with the refusal. */
  refuse(context: ExecutionContext, refusal: Refusal): Error;
}

/**
 * The door of the transport that this call came through.
 *
 * @throws TransportUnsupported for a transport that has none, so that nothing is let in unchecked.
 */
export function doorOf(context: ExecutionContext): Door {
  const type = context.getType();
  if (type === 'http') return httpDoor;
  throw new TransportUnsupported(type);
}
