import type { IncomingMessage } from 'node:http';

const requests = new WeakMap<object, IncomingMessage>();

/** Notes the HTTP request that became a WebSocket, which a `ws` client does not keep itself. */
export function rememberUpgrade(client: object, request: IncomingMessage): void {
  requests.set(client, request);
}

/** The HTTP request that became this WebSocket, when the adapter of this library noted it. */
export function upgradeRequestOf(client: object): IncomingMessage | undefined {
  return requests.get(client);
}
