// The application that the packed nestjs-m2m is tried in: it is called, and it calls.
import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Caller, M2MModule, M2MProtected, TokenClientService, type M2MCaller } from 'nestjs-m2m';

@Controller()
class GreetingController {
  constructor(private readonly m2m: TokenClientService) {}

  @Get('hello')
  @M2MProtected()
  hello(@Caller() caller: M2MCaller): string {
    return `Hello to ${caller.name} from m2!`;
  }

  @Get('relay')
  async relay(): Promise<string> {
    const { data } = await this.m2m.for('m3').get<string>('/hello');
    return data;
  }
}

@Module({
  imports: [
    M2MModule.forRoot({
      name: 'm2',
      authServer: process.env['AUTH_SERVER'] ?? '',
      credential: { env: 'CREDENTIAL' },
      targets: { m3: process.env['M3'] ?? '' },
    }),
  ],
  controllers: [GreetingController],
})
class AppModule {}

async function start(): Promise<void> {
  const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
  app.enableShutdownHooks();
  await app.listen(0, '127.0.0.1');
  process.stdout.write(`listens on ${await app.getUrl()}\n`);
}

void start();
