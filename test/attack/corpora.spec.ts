import { Controller, Get } from '@nestjs/common';
import { M2MInboundModule } from '../../libs/m2m/src/inbound/inbound.module.js';
import { KeySet } from '../../libs/m2m/src/inbound/key-set.js';
import { M2MProtected } from '../../libs/m2m/src/inbound/m2m-protected.decorator.js';
import { corpus } from '../support/corpus.js';
import { FakeClock } from '../support/fake-clock.js';
import { rawHttp } from '../support/raw-http.js';
import { serve, type Served } from '../support/serve.js';
import { TokenForge } from '../support/token-forge.js';

interface WycheproofCase {
  readonly id: string;
  readonly comment: string;
  readonly token: string;
  readonly jwks: { readonly keys: readonly Record<string, unknown>[] };
}
interface CookbookCase {
  readonly id: string;
  readonly doc: {
    readonly input?: { readonly key?: unknown };
    readonly output?: { readonly compact?: string; readonly json?: unknown };
  };
}

let handled = 0;

@Controller()
class HelloController {
  @Get('hello')
  @M2MProtected()
  hello(): string {
    handled += 1;
    return 'Hello!';
  }
}

describe('published attack tokens at a protected route', () => {
  const clock = new FakeClock(Date.now());
  const forge = new TokenForge(() => clock.nowMs());
  let published: readonly unknown[] = [];
  let served: Served;

  beforeAll(async () => {
    const inbound = M2MInboundModule.forRoot({
      name: 'm2',
      clock,
      keySource: () => Promise.resolve({ keys: [...forge.jwks().keys, ...published] }),
    });
    served = await serve('fastify', [inbound], [HelloController]);
  });
  afterAll(() => served.close());

  /** Publishes the keys of the case beside our own and presents its token. */
  async function present(token: string, keys: readonly unknown[]) {
    published = keys;
    clock.advance(10_000);
    await served.app.get(KeySet).refreshIfDue();
    const oneLine = token.replace(/[^\x20-\x7e]/g, '');
    return rawHttp(served.port, ['GET /hello HTTP/1.1', `Authorization: Bearer ${oneLine}`]);
  }

  it.each(corpus<WycheproofCase>('wycheproof-jose'))(
    'answers 401 to $id: $comment',
    async ({ token, jwks }) => {
      const { status, headers, body } = await present(token, jwks.keys);
      expect([status, body]).toEqual([401, expect.stringContaining('"code":"M2M_')]);
      expect(headers.get('www-authenticate')).toMatch(/^Bearer realm="m2"/);
    },
  );

  it.each(corpus<CookbookCase>('jose-cookbook'))('answers 401 to RFC 7520 $id', async ({ doc }) => {
    const { compact, json } = doc.output ?? {};
    for (const token of [compact, JSON.stringify(json), JSON.stringify(doc).slice(0, 4000)]) {
      const { status } = await present(token ?? 'none', [doc.input?.key, doc]);
      expect(status).toBe(401);
    }
  });

  it('never publishes a key of the corpus that is weak, private or for another use', async () => {
    const keys = corpus<WycheproofCase>('wycheproof-jose').flatMap(({ jwks }) => jwks.keys);
    published = keys.filter(({ kty, use, d }) => kty !== 'RSA' || use === 'enc' || d !== undefined);
    clock.advance(10_000);
    await served.app.get(KeySet).refreshIfDue();
    expect(published.length).toBeGreaterThan(10);
    expect(served.app.get(KeySet).snapshot().keyIds).toEqual([
      forge.accessKey.keyId,
      forge.bootstrapKey.keyId,
    ]);
  });

  it('uses the sound key of the corpus but not the one of a broken generator', async () => {
    published = corpus<WycheproofCase>('wycheproof-jose')
      .filter(({ id }) => id === 'json_web_key#5' || id === 'json_web_key#7')
      .flatMap(({ jwks }) => jwks.keys);
    clock.advance(10_000);
    await served.app.get(KeySet).refreshIfDue();
    const { keyIds } = served.app.get(KeySet).snapshot();
    expect(keyIds).toContain('kid-rsa-sign');
    expect(keyIds).not.toContain('kid-rsa-roca-sign');
  });

  it('never reached the handler, and still lets a good token in', async () => {
    expect(handled).toBe(0);
    const { status } = await present(forge.accessToken(), []);
    expect([status, handled]).toEqual([200, 1]);
  });
});
