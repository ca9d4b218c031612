import { Controller, Get, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { FaultServer } from '../../../../test/support/fault-server.js';
import { PLATFORMS, serve, type Served } from '../../../../test/support/serve.js';
import { TokenForge } from '../../../../test/support/token-forge.js';
import type { M2MCaller } from '../shared/caller.js';
import { M2MOptionsError } from '../shared/options.error.js';
import { Caller } from './caller.decorator.js';
import { M2MInboundModule } from './inbound.module.js';
import type { M2MInboundOptions } from './inbound-options.js';
import { KeySet } from './key-set.js';
import { M2MProtected } from './m2m-protected.decorator.js';
import { M2MPublic } from './m2m-public.decorator.js';

const forge = new TokenForge();
const keySource = () => Promise.resolve(forge.jwks());
const get = (served: Served, path: string, token?: string) =>
  fetch(served.url + path, {
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });

const inboundOf = (name: string) => M2MInboundModule.forRoot({ name, keySource, isGlobal: false });
const compile = (options: unknown) =>
  Test.createTestingModule({
    imports: [M2MInboundModule.forRoot(options as M2MInboundOptions)],
  }).compile();

class Greeter {
  @Get('hello')
  hello(@Caller() caller: M2MCaller): string {
    return `Hello to ${caller.name}!`;
  }
}

@Controller('strict')
@M2MProtected({ callers: ['m1'] })
class StrictController extends Greeter {}

@Controller('lax')
@M2MProtected()
class LaxController extends Greeter {}

@Controller('plain')
class PlainController {
  @Get('undecorated')
  undecorated(): string {
    return 'undecorated';
  }

  @Get('public')
  @M2MPublic()
  open(): string {
    return 'public';
  }
}

@Controller('public')
@M2MPublic()
class PublicController {
  @Get('all')
  all(): string {
    return 'all';
  }

  @Get('but-one')
  @M2MProtected()
  butOne(): string {
    return 'but one';
  }
}

describe.each(PLATFORMS)('the module on %s', (platform) => {
  it('gives two classes that inherit one handler each their own rules', async () => {
    const served = await serve(
      platform,
      [M2MInboundModule.forRoot({ name: 'm2', keySource })],
      [StrictController, LaxController],
    );
    const token = forge.accessToken({ sub: 'm3' });
    expect((await get(served, '/lax/hello', token)).status).toBe(200);
    expect((await get(served, '/strict/hello', token)).status).toBe(403);
    expect((await get(served, '/lax/hello', token)).status).toBe(200);
    await served.close();
  });

  it("denies by default with protect: 'all'", async () => {
    const served = await serve(
      platform,
      [
        M2MInboundModule.forRootAsync({
          protect: 'all',
          useFactory: () => Promise.resolve({ name: 'm2', keySource }),
        }),
      ],
      [PlainController, PublicController, LaxController],
    );
    const token = forge.accessToken();
    for (const [path, anonymous] of [
      ['/plain/undecorated', 401],
      ['/plain/public', 200],
      ['/public/all', 200],
      ['/public/but-one', 401],
      ['/lax/hello', 401],
    ] as const) {
      expect([path, (await get(served, path)).status]).toEqual([path, anonymous]);
      expect([path, (await get(served, path, token)).status]).toEqual([path, 200]);
    }
    expect((await get(served, '/nowhere')).status).toBe(404);
    await served.close();
  });

  it('keeps two audiences in one process apart (F54)', async () => {
    @Module({ imports: [inboundOf('m2')], controllers: [StrictController] })
    class SecondModule {}
    @Module({ imports: [inboundOf('m3')], controllers: [LaxController] })
    class ThirdModule {}

    const served = await serve(platform, [SecondModule, ThirdModule], []);
    const [forM2, forM3] = [forge.accessToken(), forge.accessToken({ aud: 'm3' })];
    for (const _ of ['first sight', 'memory']) {
      expect((await get(served, '/strict/hello', forM2)).status).toBe(200);
      expect((await get(served, '/strict/hello', forM3)).status).toBe(401);
      expect((await get(served, '/lax/hello', forM3)).status).toBe(200);
      expect((await get(served, '/lax/hello', forM2)).status).toBe(401);
    }
    await served.close();
  });

  it('starts without its auth-server, answers 503 for as long, and heals by itself (F31)', async () => {
    const server = new FaultServer(() => forge.jwks());
    await server.listen();
    const { port } = server;
    await server.close();
    const served = await serve(
      platform,
      [M2MInboundModule.forRoot({ name: 'm2', authServer: `http://127.0.0.1:${port}` })],
      [LaxController],
    );
    const token = forge.accessToken();
    const refused = await get(served, '/lax/hello', token);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('www-authenticate')).toBeNull();
    expect(await refused.json()).toMatchObject({
      error: 'Service Unavailable',
      code: 'M2M_KEY_SET_UNAVAILABLE',
    });
    expect((await get(served, '/lax/hello')).status).toBe(401);

    const revived = new FaultServer(() => forge.jwks());
    await revived.listen(port);
    let response = await get(served, '/lax/hello', token);
    for (let tries = 0; response.status === 503 && tries < 100; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      response = await get(served, '/lax/hello', token);
    }
    expect(response.status).toBe(200);
    expect(served.app.get(KeySet).snapshot().keyIds).toContain(forge.accessKey.keyId);
    expect(revived.requests).toBe(1);
    await Promise.all([served.close(), revived.close()]);
  });
});

describe('the module', () => {
  it('does not start without a name', async () => {
    await expect(compile({ keySource })).rejects.toThrow(M2MOptionsError);
  });

  it('does not start with options from a factory that are wrong', async () => {
    const imports = [
      M2MInboundModule.forRootAsync({
        useFactory: () => ({ name: 'm2', issuer: process.env['NOT_SET'] }) as M2MInboundOptions,
      }),
    ];
    await expect(Test.createTestingModule({ imports }).compile()).rejects.toThrow(
      'M2M option "issuer" must be a text that is not empty (got undefined)',
    );
  });

  it('does not take a misspelled mode for none', () => {
    expect(() =>
      M2MInboundModule.forRoot({ name: 'm2', keySource, protect: 'every' as 'all' }),
    ).toThrow('M2M option "protect" must be "all" or "marked".');
  });
});
