// A microservice on the real library, whose clock a test moves by messages to this process.
import {
  Caller,
  M2MError,
  M2MModule,
  M2MProtected,
  TokenClientService,
  type M2MCaller,
  type TokenSnapshot,
} from '@app/m2m';
import { Controller, Get, Module, Param } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { FakeClock } from './fake-clock.js';

const { NAME: name = '', AUTH_SERVER: authServer = '', PORT, TARGETS } = process.env;
const clock = new FakeClock(Date.now());

@Controller()
class ClockedController {
  constructor(private readonly m2m: TokenClientService) {}

  @Get('hello')
  @M2MProtected()
  hello(@Caller() caller: M2MCaller): string {
    return `Hello to ${caller.name} from ${name}!`;
  }

  /** What a call brings: the target's answer, or the code of the error of this library. */
  @Get('query/:target')
  async query(@Param('target') target: string): Promise<string> {
    try {
      const { data } = await this.m2m.for(target).get<string>('/hello');
      return data;
    } catch (error) {
      return error instanceof M2MError ? error.code : String(error);
    }
  }

  @Get('tokens')
  tokens(): readonly TokenSnapshot[] {
    return this.m2m.snapshot();
  }
}

@Module({
  imports: [
    M2MModule.forRoot({
      name,
      authServer,
      credential: { env: 'CREDENTIAL' },
      targets: JSON.parse(TARGETS ?? '{}') as Record<string, string>,
      clock,
    }),
  ],
  controllers: [ClockedController],
})
class ClockedModule {}

const app = await NestFactory.create(ClockedModule, new FastifyAdapter(), { logger: false });
await app.listen(Number(PORT), '127.0.0.1');
// However long the start took: tokens come with the time of an auth-server whose clock runs.
clock.jumpWallClock(Date.now() - clock.nowMs());

process.on('message', (advanceMs: number) => {
  clock.advance(advanceMs);
  process.send?.('moved');
});
process.once('disconnect', () => void app.close());
process.send?.('ready');
