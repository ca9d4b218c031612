import type { ExecutionContext } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import type { Door } from './door.js';
import { requestAuthorization } from './http-door.js';
import { toMessageError } from './message-error.js';
import { TransportUnsupported } from './transport-unsupported.error.js';
import { upgradeRequestOf } from './upgrade-requests.js';

/**
 * WebSocket: the `Authorization` header of the request that was upgraded, judged again for every
 * message, so that a connection does not outlive its token.
 */
export const wsDoor: Door = {
  authorization: (context) => requestAuthorization(upgradeOf(context)),
  message: (context) => upgradeOf(context),
  carrier: (context) => context.getArgByIndex<object>(0),
  async refuse(_context, refusal) {
    const { WsException } = await import('@nestjs/websockets');
    const exception = new WsException(toMessageError(refusal));
    return Object.assign(exception, { cause: refusal.error });
  },
};

function upgradeOf(context: ExecutionContext): IncomingMessage {
  const request = upgradeRequestOf(context.getArgByIndex<object>(0));
  if (request !== undefined) return request;
  throw new TransportUnsupported(
    'ws',
    'Call app.useWebSocketAdapter(new M2MWebSocketAdapter(app, new WsAdapter(app))) before the start',
  );
}
