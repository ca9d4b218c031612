import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { processInput, report } from '../process/input.js';

await processInput();
const server = createServer((_request, response) => {
  response.setHeader('content-type', 'text/plain').end('Hello to m1 from m2!');
});
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => report((server.address() as AddressInfo).port));
