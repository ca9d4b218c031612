import { Controller, Get } from '@nestjs/common';
import { M2MInboundModule } from '../../libs/m2m/src/inbound/inbound.module.js';
import { M2MProtected } from '../../libs/m2m/src/inbound/m2m-protected.decorator.js';
import { rawHttp } from '../support/raw-http.js';
import { PLATFORMS, serve, type Served } from '../support/serve.js';
import { TokenForge } from '../support/token-forge.js';

const forge = new TokenForge();
const keySource = () => Promise.resolve(forge.jwks());
let handled = 0;

@Controller('vault')
class VaultController {
  @Get('gold')
  @M2MProtected()
  gold(): string {
    handled += 1;
    return 'gold';
  }
}

@Controller('vault')
class UndecoratedController {
  @Get('gold')
  gold(): string {
    handled += 1;
    return 'gold';
  }
}

const PATHS = [
  '/vault/gold',
  '/vault/gold/',
  '//vault/gold',
  '/vault//gold',
  '/VAULT/GOLD',
  '/vault/%67old',
  '/vault%2fgold',
  '/vault%2Fgold',
  '/vault/./gold',
  '/vault/../vault/gold',
  '/%2e/vault/gold',
  '/vault/gold;x=1',
  '/vault;/gold',
  '/vault/gold%20',
  '/vault/gold%00',
  '/vault/gold?',
  '/vault/gold?x=/public',
  '/vault/gold#public',
  '/vault\\gold',
  'http://127.0.0.1/vault/gold',
  'http://other.example/vault/gold',
];
const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST'];
const MATRIX = METHODS.flatMap((method) => PATHS.map((path) => [method, path] as const));

describe.each(PLATFORMS)('a protected route on %s (F63)', (platform) => {
  describe.each([
    ['with a decorator', 'marked', VaultController],
    ["with protect: 'all'", 'all', UndecoratedController],
  ] as const)('%s', (_how, protect, controller) => {
    let served: Served;

    beforeAll(async () => {
      const inbound = M2MInboundModule.forRoot({ name: 'm2', keySource, protect });
      served = await serve(platform, [inbound], [controller]);
    });
    beforeEach(() => {
      handled = 0;
    });
    afterAll(() => served.close());

    it.each(MATRIX)('does not run without a token for %s %s', async (method, path) => {
      const { status } = await rawHttp(served.port, [`${method} ${path} HTTP/1.1`]);
      expect(handled).toBe(0);
      expect([400, 401, 404]).toContain(status);
    });

    it.each(['X-HTTP-Method-Override: GET', 'X-Original-URL: /open', 'X-Rewrite-URL: /open'])(
      'is not opened by %s',
      async (line) => {
        const { status } = await rawHttp(served.port, ['GET /vault/gold HTTP/1.1', line]);
        expect([status, handled]).toEqual([401, 0]);
      },
    );

    it.each(['GET', 'HEAD'])('runs with a token for %s', async (method) => {
      const { status } = await rawHttp(served.port, [
        `${method} /vault/gold HTTP/1.1`,
        `Authorization: Bearer ${forge.accessToken()}`,
      ]);
      expect([status, handled]).toEqual([200, 1]);
    });
  });
});
