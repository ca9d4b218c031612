import { createApplication, RuntimeModule } from '@app/runtime';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { byHand, eventually } from '../../../../test/contract/policy-fixture.js';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import { Database } from '../database/database.js';
import { DatabaseModule } from '../database/database.module.js';
import { DatabaseUnavailable } from '../database/database.errors.js';
import { ADMIN_TOKEN_LIFETIME } from './admin-token-request.js';
import type { AdminTokenBody } from './admin-token-response.js';
import { AdminTokenUses } from './admin-token-uses.service.js';
import { MOST_ADMIN_TOKENS } from './admin-token-store.js';
import { AdminTokenStore } from './admin-token-store.js';
import { AdminTokens } from './admin-tokens.service.js';
import { AdminModule } from './admin.module.js';

const ROOT_TOKEN = 'a-token-of-more-than-32-characters-in-all';

@Module({
  imports: [
    RuntimeModule,
    DatabaseModule.forRoot(EMPTY_DATABASE),
    AdminModule.forRoot({ home: '', token: ROOT_TOKEN }),
  ],
})
class SpecModule {}

const gone = () => Promise.reject(new DatabaseUnavailable());

describe('/admin/tokens', () => {
  let app: NestFastifyApplication;
  let log: CapturedLog;
  let url: string;

  const send = (
    method: string,
    path = '',
    { token = ROOT_TOKEN, body }: { token?: string; body?: unknown } = {},
  ) =>
    fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const made = async (traits: object = {}): Promise<Required<AdminTokenBody>> => {
    const answer = await send('POST', '', {
      body: { label: 'nightly job', role: 'read', ...traits },
    });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([201, 'no-store']);
    return (await answer.json()) as Required<AdminTokenBody>;
  };
  const listed = async (token = ROOT_TOKEN): Promise<readonly AdminTokenBody[]> => {
    const answer = await send('GET', '', { token });
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { tokens: AdminTokenBody[] }).tokens;
  };

  beforeAll(async () => {
    log = new CapturedLog({ useLogger: false });
    app = await createApplication({ module: SpecModule }, { logFormat: 'json' });
    await app.listen(0, '127.0.0.1');
    url = `${await app.getUrl()}/admin/tokens`;
  });
  beforeEach(async () => {
    await byHand(app.get(Database), 'truncate admin_tokens');
    await app.get(AdminTokens).refresh();
    log.clear();
  });
  afterAll(async () => {
    await app.close();
    log.release();
  });

  it('make a token that is shown once and is in force by then', async () => {
    const { token, ...record } = await made();
    expect(record).toEqual({
      id: expect.stringMatching(/^[a-z0-9]{16}$/),
      label: 'nightly job',
      role: 'read',
      createdAt: expect.any(String),
      createdBy: 'root',
      expiresAt: expect.any(String),
    });
    const lifeMs = Date.parse(record.expiresAt) - Date.parse(record.createdAt);
    expect(lifeMs).toBe(90 * 24 * 3600 * 1000);
    expect(token.startsWith(`m2m_admin_${record.id}_`)).toBe(true);
    expect(await listed(token)).toEqual([
      { id: 'root', label: 'root', role: 'administer' },
      record,
    ]);
    expect(log.text + JSON.stringify(await listed())).not.toContain(token);
  });

  it('end a token at once, and keep it in the list', async () => {
    const { id, token } = await made();
    expect((await send('DELETE', `/${id}`)).status).toBe(204);
    const refused = await send('GET', '', { token });
    expect([refused.status, await refused.json()]).toEqual([
      401,
      expect.objectContaining({ code: 'M2M_ADMIN_TOKEN_INVALID' }),
    ]);
    expect((await listed())[1]).toMatchObject({ id, revokedAt: expect.any(String) });
  });

  it('name who made a token, and leave neither token nor hash in the log', async () => {
    const { token, id } = await made({ role: 'administer', label: 'ada' });
    const answer = await send('POST', '', { token, body: { label: 'by ada', role: 'operate' } });
    expect(await answer.json()).toMatchObject({ createdBy: `ada (${id})` });
    expect(log.lines).toContainEqual(
      expect.objectContaining({
        action: 'admin_token.make',
        actor: id,
        actorLabel: 'ada',
        subject: { id: expect.any(String), label: 'by ada', role: 'operate' },
      }),
    );
    expect(log.text).not.toMatch(/m2m_admin_|[0-9a-f]{64}/);
  });

  it.each([
    ['read', 403],
    ['operate', 403],
    ['administer', 201],
  ] as const)('let a token of the role %s make tokens: %i', async (role, status) => {
    const { token } = await made({ role });
    const answer = await send('POST', '', { token, body: { label: 'x', role: 'read' } });
    expect(answer.status).toBe(status);
  });

  it.each([
    ['nothing', undefined],
    ['no label', { role: 'read' }],
    ['an empty label', { label: '', role: 'read' }],
    ['a label with an escape', { label: '\u001b[31m', role: 'read' }],
    ['too long a label', { label: 'x'.repeat(65), role: 'read' }],
    ['no role', { label: 'x' }],
    ['a role that is none', { label: 'x', role: 'root' }],
    ['a life too short', { label: 'x', role: 'read', expiresInSec: 59 }],
    ['a life too long', { label: 'x', role: 'read', expiresInSec: ADMIN_TOKEN_LIFETIME.most + 1 }],
    ['a token of its own', { label: 'x', role: 'read', token: 'mine' }],
  ])('refuse a request with %s', async (_what, body) => {
    const answer = await send('POST', '', { body });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      expect.objectContaining({ code: 'M2M_REQUEST_INVALID' }),
    ]);
    expect(await listed()).toHaveLength(1);
  });

  it.each([
    ['another id', 'a'.repeat(16), 404, 'M2M_ADMIN_TOKEN_UNKNOWN'],
    ['an id that is none', '%00', 404, 'M2M_ADMIN_TOKEN_UNKNOWN'],
    ['the root token', 'root', 409, 'M2M_ADMIN_TOKEN_NOT_REVOCABLE'],
  ])('revoke nothing by %s', async (_what, id, status, code) => {
    const answer = await send('DELETE', `/${id}`);
    expect([answer.status, await answer.json()]).toEqual([
      status,
      expect.objectContaining({ code }),
    ]);
  });

  it('make no more than there is room for', async () => {
    await byHand(
      app.get(Database),
      `insert into admin_tokens (id, label, role, sha256, created_by, expires_at)
       select 'id' || n, 'token', 'read', repeat('0', 64), 'spec', now() + interval '1 day'
       from generate_series(1, ${MOST_ADMIN_TOKENS}) n`,
    );
    const answer = await send('POST', '', { body: { label: 'x', role: 'read' } });
    expect([answer.status, await answer.json()]).toEqual([
      409,
      expect.objectContaining({ code: 'M2M_ADMIN_TOKEN_LIMIT' }),
    ]);
  });

  it('show the day of the latest use', async () => {
    const { token, id } = await made();
    await listed(token);
    await app.get(AdminTokenUses).flush();
    const today = new Date().toISOString().slice(0, 10);
    await eventually(async () => (await listed()).some((body) => body.lastUsedOn === today));
    expect((await listed())[1]).toMatchObject({ id, lastUsedOn: today });
  });

  it('know a token while the database is away, and answer 503 to a change', async () => {
    const { token, id } = await made({ role: 'administer' });
    const spies = (['run', 'transaction', 'read'] as const).map((method) =>
      jest.spyOn(app.get(Database), method).mockImplementation(gone),
    );
    const answers = [
      await send('POST', '', { token, body: { label: 'x', role: 'read' } }),
      await send('DELETE', `/${id}`, { token }),
      await send('GET', '', { token }),
    ];
    for (const spy of spies) spy.mockRestore();
    for (const answer of answers) {
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
      expect(await answer.json()).toMatchObject({ code: 'M2M_DATABASE_UNAVAILABLE' });
    }
  });

  it('answer a token that was written, even when it cannot be read back', async () => {
    const refresh = jest
      .spyOn(app.get(AdminTokens), 'refresh')
      .mockRejectedValueOnce(new DatabaseUnavailable());
    const { id } = await made();
    refresh.mockRestore();
    expect((await listed())[1]).toMatchObject({ id });
  });

  it('pass on what nobody foresaw', async () => {
    const list = jest
      .spyOn(app.get(AdminTokenStore), 'list')
      .mockRejectedValueOnce(new Error('tell-tale'));
    const answer = await send('GET');
    list.mockRestore();
    expect([answer.status, await answer.text()]).toEqual([
      500,
      expect.not.stringContaining('tell'),
    ]);
  });
});
