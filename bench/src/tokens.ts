import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TokenForge } from '../../test/support/token-forge.js';

/** The issuer of a bench: real keys, and its key set behind a URL. */
export interface Issuer {
  readonly forge: TokenForge;
  readonly jwksUri: string;
  /** Distinct access tokens of this project's shape, about 800 characters each. */
  tokens(count: number): string[];
  close(): void;
}

/** Starts an issuer on a free port. */
export async function startIssuer(): Promise<Issuer> {
  const forge = new TokenForge();
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(forge.jwks()));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    forge,
    jwksUri: `http://127.0.0.1:${port}/.well-known/jwks.json`,
    tokens: (count) => Array.from({ length: count }, () => forge.accessToken({ scope: 'a:read' })),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
