import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RuntimeModule, createApplication } from '@app/runtime';
import { Controller, Get, Module, UseGuards } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AdminModule } from './admin.module.js';
import { AdminTokenGuard } from './admin-token.guard.js';
import { loadAdminToken } from './load-admin-token.js';
import { AdminTokenTooShort } from './admin.errors.js';

const TOKEN = 'a-token-of-more-than-32-characters-in-all';

@Controller('admin/thing')
@UseGuards(AdminTokenGuard)
class ThingController {
  @Get()
  read(): string {
    return 'thing';
  }
}

@Module({
  imports: [RuntimeModule, AdminModule.forRoot({ home: '', token: TOKEN })],
  controllers: [ThingController],
})
class SpecModule {}

describe('AdminTokenGuard', () => {
  let app: NestFastifyApplication;
  let url: string;
  const get = (authorization?: string) =>
    fetch(url, { headers: authorization === undefined ? {} : { authorization } });

  beforeAll(async () => {
    app = await createApplication({ module: SpecModule }, { logFormat: 'json' });
    await app.listen(0, '127.0.0.1');
    url = `${await app.getUrl()}/admin/thing`;
  });
  afterAll(() => app.close());

  it.each([`Bearer ${TOKEN}`, `bearer ${TOKEN}`, `BEARER  ${TOKEN} `])(
    'lets the admin token through: %j',
    async (authorization) => {
      expect((await get(authorization)).status).toBe(200);
    },
  );

  it.each([undefined, '', 'Bearer', 'Bearer ', `Basic ${TOKEN}`, TOKEN, `Bearer\t${TOKEN}`])(
    'asks for the admin token when there is none: %j',
    async (authorization) => {
      const answer = await get(authorization);
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
    const answer = await get(`Bearer ${presented}`);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
    const text = await answer.text();
    expect(text).toContain('M2M_ADMIN_TOKEN_INVALID');
    expect(text).not.toContain(presented);
  });
});

describe('loadAdminToken', () => {
  let home: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'm2m-admin-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  it('makes a token of 256 bits at the first start, for its owner alone, and keeps it', async () => {
    const made = await loadAdminToken({ home });
    const file = join(home, 'admin-token');
    const token = (await readFile(file, 'utf8')).trim();
    expect(token).toMatch(/^m2m_admin_[\w-]{43}$/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(made.matches(token)).toBe(true);
    expect((await loadAdminToken({ home })).matches(token)).toBe(true);
  });

  it('keeps no token in memory, only its hash', async () => {
    const token = await loadAdminToken({ home, token: TOKEN });
    expect(JSON.stringify(token)).not.toContain(TOKEN);
    expect(token.matches(TOKEN)).toBe(true);
    await expect(stat(join(home, 'admin-token'))).rejects.toThrow('ENOENT');
  });

  it('refuses a token that can be guessed, in the options and in the file, without showing it', async () => {
    const short = 'x'.repeat(31);
    const refused = loadAdminToken({ home, token: short });
    await expect(refused).rejects.toThrow(AdminTokenTooShort);
    await expect(refused).rejects.toThrow('M2M_ADMIN_TOKEN is shorter than 32 characters');
    await writeFile(join(home, 'admin-token'), `${short}\n`);
    await expect(loadAdminToken({ home })).rejects.toThrow(join(home, 'admin-token'));
    await expect(loadAdminToken({ home })).rejects.not.toThrow(short);
  });
});
