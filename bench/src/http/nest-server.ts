import { Module, type ModuleMetadata, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Server } from 'node:http';
import { M2MInboundModule } from '../../../libs/m2m/src/inbound/inbound.module.js';
import {
  AgainController,
  controllerBehind,
  M2MCallerController,
  M2MController,
  OpenController,
} from './controllers.js';
import { HeaderGuard, joseGuard, StockGuard, stockStrategy } from './guards.js';
import type { GuardName, ServerInput } from './subjects.js';

@Module({})
class BenchModule {}

/** Starts a Nest application with one route for each guard, at the guard's name. */
export async function startNest({ server, guards, jwksUri }: ServerInput): Promise<Server> {
  const module = {
    module: BenchModule,
    controllers: guards.map((guard) => controllerFor(guard, jwksUri)),
    ...neededBy(guards, jwksUri),
  };
  const app =
    server === 'fastify'
      ? await NestFactory.create(module, new FastifyAdapter(), { logger: false })
      : await NestFactory.create(module, new ExpressAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  return app.getHttpServer() as Server;
}

function controllerFor(guard: GuardName, jwksUri: string): Type {
  switch (guard) {
    case 'again':
      return AgainController;
    case 'm2m':
      return M2MController;
    case 'm2m-caller':
      return M2MCallerController;
    case 'header':
      return controllerBehind(guard, HeaderGuard);
    case 'jose':
      return controllerBehind(guard, joseGuard(jwksUri));
    case 'stock':
      return controllerBehind(guard, StockGuard);
    case 'open':
    case 'bearer':
    default:
      return OpenController;
  }
}

function neededBy(
  guards: readonly GuardName[],
  jwksUri: string,
): Pick<ModuleMetadata, 'imports' | 'providers'> {
  if (guards.includes('m2m')) {
    return { imports: [M2MInboundModule.forRoot({ name: 'm2', jwksUri })] };
  }
  if (guards.includes('stock')) {
    const useFactory = () => stockStrategy(jwksUri);
    return { providers: [{ provide: 'STOCK_STRATEGY', useFactory }] };
  }
  return {};
}
