import { createApplication, Problem, RuntimeModule } from '@app/runtime';
import {
  Body,
  Controller,
  Delete,
  Get,
  Global,
  HttpCode,
  Module,
  Param,
  Post,
} from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import { DatabaseModule } from '../database/database.module.js';
import type { AdminAct } from './admin-act.js';
import { ADMIN_ACTS } from './admin-acts.port.js';
import { actorName, type AdminActor } from './admin-actor.js';
import { AdminAuthenticator } from './admin-authenticator.service.js';
import { AdminModule } from './admin.module.js';
import { AdminRoute } from './admin-route.decorator.js';
import { ADMIN_ROLES, type AdminRole } from './admin-role.js';
import { CurrentAdmin } from './current-admin.decorator.js';

const TOKEN = 'a-token-of-more-than-32-characters-in-all';
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

@Controller('admin/things')
class ThingsController {
  @Get()
  @AdminRoute({ role: 'read', action: 'thing.list' })
  list(@CurrentAdmin() admin: AdminActor): string {
    return actorName(admin);
  }

  @Post()
  @AdminRoute({
    role: 'operate',
    action: 'thing.make',
    subject: ({ id }: { id: string }) => ({ id }),
  })
  make(@Body() { fails }: { readonly fails?: string }): { id: string; secret: string } {
    if (fails === 'refused') {
      throw new Problem({ status: 409, code: 'M2M_THING_THERE', message: 'It is there already.' });
    }
    if (fails === 'failed') throw new Error('nobody foresaw this');
    return { id: 'thing-1', secret: 's3cr3t' };
  }

  @Delete(':name')
  @HttpCode(204)
  @AdminRoute({ role: 'administer', action: 'thing.remove' })
  remove(@Param('name') _name: string): void {}

  @Get('open')
  open(@CurrentAdmin() admin: AdminActor): string {
    return admin.label;
  }
}

const acts: AdminAct[] = [];

@Global()
@Module({
  providers: [{ provide: ADMIN_ACTS, useValue: { record: (act: AdminAct) => acts.push(act) } }],
  exports: [ADMIN_ACTS],
})
class ActsModule {}

@Module({
  imports: [
    RuntimeModule,
    ActsModule,
    DatabaseModule.forRoot(EMPTY_DATABASE),
    AdminModule.forRoot({ home: '', token: TOKEN }),
  ],
  controllers: [ThingsController],
})
class SpecModule {}

describe('@AdminRoute()', () => {
  let app: NestFastifyApplication;
  let log: CapturedLog;
  let url: string;

  const send = (method: string, path = '', authorization: string | undefined = `Bearer ${TOKEN}`) =>
    fetch(`${url}${path}`, {
      method,
      headers: authorization === '' ? {} : { authorization, 'x-request-id': 'request-1' },
    });
  const make = (fails?: string) =>
    fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ fails }),
    });

  beforeAll(async () => {
    log = new CapturedLog({ useLogger: false });
    app = await createApplication({ module: SpecModule }, { logFormat: 'json' });
    await app.listen(0, '127.0.0.1');
    url = `${await app.getUrl()}/admin/things`;
  });
  beforeEach(() => {
    acts.length = 0;
    log.clear();
  });
  afterAll(async () => {
    await app.close();
    log.release();
  });

  describe('by its token', () => {
    it.each([`Bearer ${TOKEN}`, `bearer ${TOKEN}`, `BEARER  ${TOKEN} `])(
      'lets the root token through, and no cache keep the answer: %j',
      async (authorization) => {
        const answer = await send('GET', '', authorization);
        expect([answer.status, await answer.text()]).toEqual([200, 'root']);
        expect(answer.headers.get('cache-control')).toBe('no-store');
      },
    );

    it.each(['', 'Bearer', 'Bearer ', `Basic ${TOKEN}`, TOKEN, `Bearer\t${TOKEN}`])(
      'asks for an admin token when there is none: %j',
      async (authorization) => {
        const answer = await send('GET', '', authorization);
        expect(answer.status).toBe(401);
        expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="admin"');
        expect(await answer.json()).toMatchObject({ code: 'M2M_ADMIN_TOKEN_MISSING' });
      },
    );

    it.each([
      ['one letter less', TOKEN.slice(1)],
      ['one letter more', `${TOKEN}x`],
      ['another case', TOKEN.toUpperCase()],
      ['two of them', `${TOKEN} ${TOKEN}`],
      ['an access token', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtMSJ9.c2lnbmF0dXJl'],
      ['very much', 'x'.repeat(8000)],
    ])('refuses %s in its place, and does not repeat it', async (_what, presented) => {
      const answer = await send('GET', '', `Bearer ${presented}`);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
      const text = await answer.text();
      expect(text).toContain('M2M_ADMIN_TOKEN_INVALID');
      expect(text + log.text).not.toContain(presented);
    });
  });

  describe('by its role', () => {
    let authenticate: jest.SpyInstance | undefined;
    const holding = (role: AdminRole): void => {
      authenticate = jest
        .spyOn(app.get(AdminAuthenticator), 'authenticate')
        .mockReturnValue({ id: 'abc', label: 'nightly job', role });
    };
    afterEach(() => authenticate?.mockRestore());
    const calls = [
      ['GET', '', 'read'],
      ['POST', '', 'operate'],
      ['DELETE', '/one', 'administer'],
    ] as const;
    const matrix = ADMIN_ROLES.flatMap((held) =>
      calls.map(([method, path, needed]) => ({ held, method, path, needed })),
    );

    it.each(matrix)('lets $held do $method only if it includes $needed', async (call) => {
      const { held, method, path, needed } = call;
      holding(held);
      const isEnough = ADMIN_ROLES.indexOf(held) >= ADMIN_ROLES.indexOf(needed);
      const answer = await send(method, path);
      expect(answer.status === 403).toBe(!isEnough);
      if (isEnough) return;
      expect(answer.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
      expect(await answer.json()).toMatchObject({
        code: 'M2M_ADMIN_ROLE_INSUFFICIENT',
        message: expect.stringContaining(`role "${needed}"; yours has "${held}"`),
        needed,
        held,
      });
    });

    it('writes down who tried what', async () => {
      holding('read');
      await send('DELETE', '/one');
      expect(acts).toEqual([
        {
          id: expect.stringMatching(UUID),
          at: expect.any(Date),
          actor: { id: 'abc', label: 'nightly job', role: 'read' },
          action: 'thing.remove',
          subject: { name: 'one' },
          outcome: 'refused',
          status: 403,
          code: 'M2M_ADMIN_ROLE_INSUFFICIENT',
          requestId: 'request-1',
          sourceAddress: '127.0.0.1',
        },
      ]);
    });

    it('tells two tokens of one label apart', async () => {
      holding('read');
      expect(await (await send('GET')).text()).toBe('nightly job (abc)');
    });
  });

  it('writes down a change, with what the route says of its answer and no secret', async () => {
    expect((await make()).status).toBe(201);
    expect(acts).toEqual([
      expect.objectContaining({
        actor: { id: 'root', label: 'root', role: 'administer' },
        action: 'thing.make',
        subject: { id: 'thing-1' },
        outcome: 'done',
        status: 201,
      }),
    ]);
    expect(log.lines).toEqual([
      expect.objectContaining({
        context: 'Admin',
        message: 'admin act',
        actId: acts[0]?.id,
        actor: 'root',
        action: 'thing.make',
        subject: { id: 'thing-1' },
        outcome: 'done',
        status: 201,
      }),
    ]);
    expect(JSON.stringify(acts) + log.text).not.toContain('s3cr3t');
  });

  it.each([
    ['refused', 409, 'M2M_THING_THERE'],
    ['failed', 500, 'M2M_INTERNAL'],
  ])('writes down what %s, with status and code', async (outcome, status, code) => {
    expect((await make(outcome)).status).toBe(status);
    expect(acts).toEqual([
      expect.objectContaining({ action: 'thing.make', outcome, status, code, subject: {} }),
    ]);
  });

  it('writes down who is nobody, in a form that cannot act on whoever reads it', async () => {
    await send('DELETE', `/${encodeURIComponent('\u0000\u202e')}`, '');
    expect(acts).toEqual([
      expect.objectContaining({
        actor: undefined,
        action: 'thing.remove',
        subject: { name: '\\u{0}\\u{202e}' },
        outcome: 'refused',
        status: 401,
        code: 'M2M_ADMIN_TOKEN_MISSING',
      }),
    ]);
  });

  it('leaves no trace of reading', async () => {
    await send('GET');
    await send('HEAD');
    expect([acts, log.lines]).toEqual([[], []]);
  });

  it('is what @CurrentAdmin() needs', async () => {
    expect((await send('GET', '/open')).status).toBe(500);
    expect(log.text).toContain('needs an @AdminRoute()');
  });
});
