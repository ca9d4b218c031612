import type { ExecutionContext } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { graphqlDoor } from './graphql-door.js';
import { httpDoor } from './http-door.js';
import type { Refusal } from './refusal.js';
import { rpcDoor } from './rpc-door.js';
import { TransportUnsupported } from './transport-unsupported.error.js';
import { wsDoor } from './ws-door.js';

/** How one kind of transport hands over a credential, keeps the caller, and is told of a refusal. */
export interface Door {
  /**
   * The `Authorization` value of this call as it came, undefined when there is none.
   *
   * @throws CredentialAmbiguous when there is more than one credential.
   */
  authorization(context: ExecutionContext): string | undefined;
  /** The HTTP request that the credential came with; undefined where there is none. */
  message(context: ExecutionContext): IncomingMessage | undefined;
  /** The object that stands for this one call, for as long as it lasts. */
  carrier(context: ExecutionContext): object;
  /**
   * The exception that makes this transport answer with the refusal. A promise where its class lives
   * in an optional package, which is loaded only once a call has come through that package.
   */
  refuse(context: ExecutionContext, refusal: Refusal): Error | Promise<Error>;
}

const DOORS: ReadonlyMap<string, Door> = new Map([
  ['graphql', graphqlDoor],
  ['rpc', rpcDoor],
  ['ws', wsDoor],
]);

/**
 * The door of the transport that this call came through.
 *
 * @throws TransportUnsupported for a transport that has none, so that nothing is let in unchecked.
 */
export function doorOf(context: ExecutionContext): Door {
  const type = context.getType<string>();
  if (type === 'http') return httpDoor;
  const door = DOORS.get(type);
  if (door === undefined) throw new TransportUnsupported(type);
  return door;
}
