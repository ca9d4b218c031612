import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TokenForge } from '../../../test/support/token-forge.js';
import { processInput, report } from '../process/input.js';

// A core that signs nothing: every token is the same one. What is left is the cost of asking it.
await processInput();
const forge = new TokenForge();
const ANSWERS: Readonly<Record<string, unknown>> = {
  '/apiversion': { versions: ['5.4'] },
  '/.well-known/jwks.json': forge.jwks(),
  '/recipe/jwt': { status: 'OK', jwt: forge.accessToken() },
};
const answers = new Map(
  Object.entries(ANSWERS).map(([path, body]) => [path, JSON.stringify(body)]),
);

const server = createServer((request, response) => {
  const [path = ''] = (request.url ?? '').split('?', 1);
  request.resume();
  request.once('end', () => {
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(answers.get(path));
  });
});
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => {
  report({
    port: (server.address() as AddressInfo).port,
    credential: forge.bootstrapToken(),
  });
});
