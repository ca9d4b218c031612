import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Server } from 'node:http';
import { M2MInboundModule } from '../../../libs/m2m/src/inbound/inbound.module.js';
import {
  controllerBehind,
  M2MCallerController,
  M2MController,
  OpenController,
} from './controllers.js';
import { HeaderGuard, joseGuard, StockGuard, stockStrategy } from './guards.js';
import type { GuardName, ServerInput } from './subjects.js';

@Module({})
class BenchModule {}

/** Starts a Nest application with the one route, protected as told. */
export async function startNest({ server, guard, jwksUri }: ServerInput): Promise<Server> {
  const module = moduleFor(guard, jwksUri);
  const app =
    server === 'fastify'
      ? await NestFactory.create(module, new FastifyAdapter(), { logger: false })
      : await NestFactory.create(module, new ExpressAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  return app.getHttpServer() as Server;
}

function moduleFor(guard: GuardName, jwksUri: string): DynamicModule {
  const inbound = M2MInboundModule.forRoot({ name: 'm2', jwksUri });
  switch (guard) {
    case 'm2m':
      return bench(M2MController, { imports: [inbound] });
    case 'm2m-caller':
      return bench(M2MCallerController, { imports: [inbound] });
    case 'header':
      return bench(controllerBehind(HeaderGuard));
    case 'jose':
      return bench(controllerBehind(joseGuard(jwksUri)));
    case 'stock':
      return bench(controllerBehind(StockGuard), {
        providers: [{ provide: 'STOCK_STRATEGY', useFactory: () => stockStrategy(jwksUri) }],
      });
    case 'open':
    case 'bearer':
    default:
      return bench(OpenController);
  }
}

function bench(
  controller: Type,
  more: Pick<DynamicModule, 'imports' | 'providers'> = {},
): DynamicModule {
  return { module: BenchModule, controllers: [controller], ...more };
}
