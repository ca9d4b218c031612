import 'reflect-metadata';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import supertokens from 'supertokens-node';
import JWT from 'supertokens-node/recipe/jwt';
import { processInput, report } from '../process/input.js';
import { reportUsage } from './probe.js';

/** Where the stock server finds its core. */
export interface StockSdkInput {
  readonly corePort: number;
}

// A Nest route that does nothing but call the SDK as it comes: no guard, no policy, no log.
@Controller('accesstoken')
class StockController {
  @Post()
  @HttpCode(200)
  async issue(@Body() { target }: { readonly target: string }): Promise<object> {
    const payload = { iss: 'auth-server', sub: 'm1', aud: target };
    const answer = await JWT.createJWT(payload, 1800, false);
    return { ...answer, expiresIn: 1800 };
  }
}

@Module({ controllers: [StockController] })
class StockModule {}

const { corePort } = await processInput<StockSdkInput>();
const domain = 'http://localhost:8000';
supertokens.init({
  framework: 'fastify',
  supertokens: { connectionURI: `http://127.0.0.1:${corePort}` },
  appInfo: { appName: 'bench', apiDomain: domain, websiteDomain: domain },
  recipeList: [JWT.init()],
  telemetry: false,
});
const app = await NestFactory.create(StockModule, new FastifyAdapter(), { logger: false });
await app.listen(0, '127.0.0.1');
const server = app.getHttpServer() as Server;
server.keepAliveTimeout = 600_000;
report((server.address() as AddressInfo).port);
reportUsage();
