import express from 'express';
import { auth } from 'express-oauth2-jwt-bearer';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { ServerInput } from './subjects.js';

/** Starts Express without Nest, open or behind express-oauth2-jwt-bearer. */
export async function startPlainExpress({ guard, jwksUri }: ServerInput): Promise<Server> {
  const app = express();
  if (guard === 'bearer') {
    app.use(auth({ issuer: 'auth-server', audience: 'm2', jwksUri, tokenSigningAlg: 'RS256' }));
  }
  app.get('/hello', (_request, response) => {
    response.send('Hello to m1 from m2!');
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
