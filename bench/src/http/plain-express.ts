import express, { type Response } from 'express';
import { auth } from 'express-oauth2-jwt-bearer';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { ServerInput } from './subjects.js';

const hello = (_request: unknown, response: Response): void => {
  response.send('Hello to m1 from m2!');
};

/** Starts Express without Nest: one route open, one behind express-oauth2-jwt-bearer. */
export async function startPlainExpress({ jwksUri }: ServerInput): Promise<Server> {
  const app = express();
  app.get('/open', hello);
  const guard = auth({ issuer: 'auth-server', audience: 'm2', jwksUri, tokenSigningAlg: 'RS256' });
  app.get('/bearer', guard, hello);
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
