import { Controller, Get, Module, type INestApplication } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { TokenForge } from '../../../../test/support/token-forge.js';
import type { M2MCaller } from '../shared/caller.js';
import { Caller } from './caller.decorator.js';
import { M2MInboundModule } from './inbound.module.js';
import { M2MProtected } from './m2m-protected.decorator.js';

const forge = new TokenForge();

@Controller()
class HelloController {
  @Get('hello')
  @M2MProtected()
  hello(@Caller() caller: M2MCaller): string {
    return `Hello to ${caller.name} from m2!`;
  }
}

@Module({
  imports: [
    M2MInboundModule.forRoot({ name: 'm2', keySource: () => Promise.resolve(forge.jwks()) }),
  ],
  controllers: [HelloController],
})
class AppModule {}

describe.each([
  ['Fastify', () => new FastifyAdapter()],
  ['Express', () => new ExpressAdapter()],
] as const)('the module on %s', (_name, adapter) => {
  let app: INestApplication;
  let base: string;

  beforeAll(async () => {
    const testing = await Test.createTestingModule({ imports: [AppModule] }).compile();
    app = testing.createNestApplication(adapter() as never, { logger: false });
    await app.listen(0, '127.0.0.1');
    base = await app.getUrl();
  });

  afterAll(() => app.close());

  const get = (headers: Record<string, string> = {}) => fetch(`${base}/hello`, { headers });

  it('lets a caller in whose token is meant for it, twice', async () => {
    const authorization = `Bearer ${forge.accessToken()}`;
    for (const _ of [1, 2]) {
      const response = await get({ authorization });
      expect(response.status).toBe(200);
      expect(await response.text()).toBe('Hello to m1 from m2!');
    }
  });

  it('answers 401 with a challenge that names no error when there is no token', async () => {
    const response = await get();
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="m2"');
    expect(await response.json()).toMatchObject({ statusCode: 401, code: 'M2M_TOKEN_MISSING' });
  });
});
