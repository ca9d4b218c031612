import { Controller, Get, Query } from '@nestjs/common';
import { PLATFORMS, serve, type Served } from '../../../../test/support/serve.js';
import { rawHttp } from '../../../../test/support/raw-http.js';
import { TokenForge } from '../../../../test/support/token-forge.js';
import type { M2MCaller } from '../shared/caller.js';
import { Caller } from './caller.decorator.js';
import { M2MInboundModule } from './inbound.module.js';
import { M2MProtected } from './m2m-protected.decorator.js';
import { M2MPublic } from './m2m-public.decorator.js';

const forge = new TokenForge();
let handled = 0;

@Controller()
class HelloController {
  @Get('hello')
  @M2MProtected()
  hello(@Caller() caller: M2MCaller): string {
    handled += 1;
    return `Hello to ${caller.name} from m2!`;
  }

  @Get('who')
  @M2MProtected()
  who(@Caller() caller: M2MCaller): M2MCaller {
    return caller;
  }

  @Get('open')
  open(): string {
    return 'open';
  }

  @Get('forgotten')
  forgotten(@Caller() caller: M2MCaller): string {
    return caller.name;
  }
}

@Controller('rules')
@M2MProtected({ callers: ['m1', 'm3'] })
class RulesController {
  @Get('class')
  byClass(): string {
    return 'class';
  }

  @Get('both')
  @M2MProtected({ callers: ['m1'], scopes: ['invoice:read'] })
  both(): string {
    return 'both';
  }

  @Get('when')
  @M2MProtected({ when: (caller) => caller.scopes.includes('special') })
  when(): string {
    return 'when';
  }

  @Get('broken')
  @M2MProtected({
    when: () => {
      throw new Error('broken predicate');
    },
  })
  broken(): string {
    return 'broken';
  }

  @Get('public')
  @M2MPublic()
  open(@Query('x') x: string | undefined): string {
    return x ?? 'public';
  }
}

describe.each(PLATFORMS)('a protected route on %s', (platform) => {
  let served: Served;
  const refusals: string[] = [];

  beforeAll(async () => {
    const inbound = M2MInboundModule.forRoot({
      name: 'm2',
      keySource: () => Promise.resolve(forge.jwks()),
      events: { requestRefused: (code) => refusals.push(code) },
    });
    served = await serve(platform, [inbound], [HelloController, RulesController]);
  });
  beforeEach(() => {
    handled = 0;
    refusals.length = 0;
  });
  afterAll(() => served.close());

  const get = (path: string, token?: string) =>
    fetch(served.url + path, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });
  const expectRefusal = async (response: Response, status: number, code: string) => {
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({
      statusCode: status,
      error: expect.any(String),
      code,
      message: expect.stringMatching(/\.$/),
    });
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm="m2"/);
    expect(refusals).toEqual([code]);
    expect(handled).toBe(0);
  };

  it('answers a caller whose token is meant for it, at first sight and from memory', async () => {
    const token = forge.accessToken();
    for (const _ of ['first sight', 'memory']) {
      const response = await get('/hello', token);
      expect(response.status).toBe(200);
      expect(await response.text()).toBe('Hello to m1 from m2!');
    }
  });

  it('hands the caller to the handler', async () => {
    const response = await get('/who', forge.accessToken({ scope: 'a b', jti: 'one' }));
    expect(await response.json()).toMatchObject({
      name: 'm1',
      clientId: 'm1',
      scopes: ['a', 'b'],
      tokenId: 'one',
      claims: { aud: 'm2' },
    });
  });

  it('leaves other routes alone', async () => {
    expect((await get('/open')).status).toBe(200);
  });

  it('refuses a request without a token, naming no error', async () => {
    const response = await get('/hello');
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="m2"');
    await expectRefusal(response, 401, 'M2M_TOKEN_MISSING');
  });

  it.each([
    ['M2M_AUDIENCE_MISMATCH', () => forge.accessToken({ aud: 'm3' })],
    ['M2M_ISSUER_MISMATCH', () => forge.accessToken({ iss: 'other' })],
    ['M2M_TOKEN_EXPIRED', () => forge.accessToken({ exp: 1 })],
    [
      'M2M_SIGNATURE_INVALID',
      () => forge.accessToken({}, { signWith: forge.bootstrapKey.privateKey }),
    ],
    ['M2M_TOKEN_KIND_MISMATCH', () => forge.bootstrapToken({ aud: 'm2' })],
    ['M2M_TOKEN_MALFORMED', () => 'nonsense'],
  ])('refuses a bad token: %s', async (code, token) => {
    const response = await get('/hello', token());
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
    await expectRefusal(response, 401, code);
  });

  it('refuses two Authorization headers, of which node would show only the first', async () => {
    const line = `Authorization: Bearer ${forge.accessToken()}`;
    const { status, body, headers } = await rawHttp(served.port, [
      'GET /hello HTTP/1.1',
      line,
      line.replace('Authorization', 'AUTHORIZATION'),
    ]);
    expect(status).toBe(400);
    expect(body).toContain('M2M_CREDENTIAL_AMBIGUOUS');
    expect(headers.get('www-authenticate')).toContain('error="invalid_request"');
    expect(handled).toBe(0);
  });

  it.each(['header too', 'query only'])('refuses a token in the query (%s)', async (where) => {
    const token = forge.accessToken();
    const path = `/hello?a=1&access_token=${token}`;
    const response = await get(path, where === 'header too' ? token : undefined);
    await expectRefusal(response, 400, 'M2M_CREDENTIAL_AMBIGUOUS');
  });

  it('does not mind a query that only mentions access_token', async () => {
    expect((await get('/hello?q=my_access_token=1', forge.accessToken())).status).toBe(200);
  });

  it.each([
    'Bearer',
    'Bearer\tTOKEN',
    'Bearer  TOKEN',
    'Bearer TOKEN junk',
    'Bearer TOKEN,',
    'Bearer "TOKEN"',
    'Basic TOKEN',
    'Token TOKEN',
    'TOKEN',
    'Bearer TOKEN.',
    'Bearer =TOKEN',
    'Bearer: TOKEN',
  ])('refuses the spelling %j', async (spelling) => {
    const value = spelling.replace('TOKEN', forge.accessToken());
    const answer = await rawHttp(served.port, ['GET /hello HTTP/1.1', `Authorization: ${value}`]);
    expect(answer.status).toBe(401);
    expect(handled).toBe(0);
  });

  it('refuses a header of 15 kB without a space (F56)', async () => {
    const response = await fetch(`${served.url}/hello`, {
      headers: { authorization: 'A'.repeat(15_000) },
    });
    await expectRefusal(response, 401, 'M2M_TOKEN_MALFORMED');
  });

  it.each([
    ['/rules/class', { sub: 'm1' }, 200],
    ['/rules/class', { sub: 'm3' }, 200],
    ['/rules/class', { sub: 'm2' }, 403],
    ['/rules/both', { sub: 'm1', scope: 'x invoice:read' }, 200],
    ['/rules/both', { sub: 'm3', scope: 'invoice:read' }, 403],
    ['/rules/both', { sub: 'm1' }, 403],
    ['/rules/when', { sub: 'm1', scope: 'special' }, 200],
    ['/rules/when', { sub: 'm1' }, 403],
  ] as const)(
    'applies the rules of class and method: %s for %j is %i',
    async (path, claims, status) => {
      const token = forge.accessToken(claims);
      expect((await get(path, token)).status).toBe(status);
      const again = await get(path, token);
      expect(again.status).toBe(status);
      expect(again.headers.get('www-authenticate')?.includes('insufficient_scope') ?? false).toBe(
        status === 403,
      );
    },
  );

  it('tells a caller that is not let in from a scope that is missing', async () => {
    await expectRefusal(
      await get('/rules/class', forge.accessToken({ sub: 'm9' })),
      403,
      'M2M_CALLER_NOT_ALLOWED',
    );
    refusals.length = 0;
    const response = await get('/rules/both', forge.accessToken());
    expect(response.headers.get('www-authenticate')).toMatch(/scope="invoice:read"$/);
    await expectRefusal(response, 403, 'M2M_INSUFFICIENT_SCOPE');
  });

  it('lets nobody in when a predicate throws', async () => {
    expect((await get('/rules/broken', forge.accessToken())).status).toBe(500);
  });

  it('lifts the protection of a class for a public method', async () => {
    expect(await (await get('/rules/public')).text()).toBe('public');
    expect(await (await get('/rules/public?access_token=x')).text()).toBe('public');
  });

  it('fails loudly when @Caller() is used without protection', async () => {
    expect((await get('/forgotten', forge.accessToken())).status).toBe(500);
  });
});
