import type { DynamicModule, INestApplication, Type } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { AddressInfo } from 'node:net';

/** The HTTP platforms that the library works on, by name; for `describe.each`. */
export const PLATFORMS = ['fastify', 'express'] as const;

/** A Nest application that listens on a free port of this machine. */
export interface Served {
  readonly app: INestApplication;
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/** Compiles and starts a real Nest application from modules and controllers. */
export async function serve(
  platform: (typeof PLATFORMS)[number],
  imports: (DynamicModule | Type | Promise<DynamicModule>)[],
  controllers: Type[],
): Promise<Served> {
  const testing = await Test.createTestingModule({ imports, controllers }).compile();
  const app =
    platform === 'fastify'
      ? testing.createNestApplication(new FastifyAdapter(), { logger: false })
      : testing.createNestApplication(new ExpressAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  const { port } = (app.getHttpServer() as { address(): AddressInfo }).address();
  return { app, port, url: `http://127.0.0.1:${port}`, close: () => app.close() };
}
