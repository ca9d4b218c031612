import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DemoSystem } from '../support/demo-system.js';
import { mintAtCore } from '../support/mint-at-core.js';

interface PolicyDocument {
  readonly microservices: Record<string, unknown>;
  readonly allow: Record<string, string[]>;
}

describe('a policy that changes while everything runs', () => {
  let demo: DemoSystem;
  let admin: string;
  let m1: string;

  beforeAll(async () => {
    demo = await DemoSystem.start({ only: 'auth-server' });
    admin = (await readFile(join(demo.home, 'admin-token'), 'utf8')).trim();
    m1 = await mintAtCore(demo, { iss: 'auth-server', sub: 'm1', aud: 'auth-server' });
  }, 60_000);
  afterAll(() => demo.stop());

  const policy = (init: RequestInit = {}, token = admin) =>
    fetch(demo.url('auth-server', '/admin/policy'), {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) },
    });

  const read = async () => {
    const answer = await policy();
    return {
      etag: answer.headers.get('etag') ?? '',
      document: (await answer.json()) as PolicyDocument,
    };
  };

  const put = (document: unknown, etag: string) =>
    policy({
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'if-match': etag },
      body: JSON.stringify(document),
    });

  const tokenFor = async (target: string) =>
    (
      await fetch(demo.url('auth-server', '/accesstoken'), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${m1}` },
        body: JSON.stringify({ target }),
      })
    ).status;

  it('F65: is in force on this instance when the answer to the change arrives', async () => {
    const { etag, document } = await read();
    expect([await tokenFor('m2'), await tokenFor('m3')]).toEqual([200, 401]);

    const changed = await put(
      { ...document, allow: { ...document.allow, m1: ['m1', 'm3'] } },
      etag,
    );
    expect(changed.status).toBe(200);
    expect([await tokenFor('m2'), await tokenFor('m3')]).toEqual([401, 200]);

    const restored = await put(document, changed.headers.get('etag') ?? '');
    expect(restored.status).toBe(200);
    expect([await tokenFor('m2'), await tokenFor('m3')]).toEqual([200, 401]);
  });

  it('is not lost to a change that was made from an older version', async () => {
    const { etag, document } = await read();
    const first = await put({ ...document, allow: { ...document.allow, m3: ['m1', 'm2'] } }, etag);
    const second = await put({ ...document, allow: {} }, etag);
    expect([first.status, second.status]).toEqual([200, 409]);
    expect((await read()).document.allow['m3']).toHaveLength(2);
  });

  it('refuses the credential of a microservice that was taken out, and of one put back under the name', async () => {
    const { etag, document } = await read();
    const { m1: self, ...others } = document.microservices;
    const without = await put({ microservices: others, allow: { m2: ['m2'] } }, etag);
    expect(without.status).toBe(200);
    expect(await tokenFor('m2')).toBe(401);

    const back = await put(
      { microservices: { ...others, m1: self }, allow: { m1: ['m1', 'm2'] } },
      without.headers.get('etag') ?? '',
    );
    expect(back.status).toBe(200);
    expect(await tokenFor('m2')).toBe(401);
  });

  it('is shown to and changed by the admin token only', async () => {
    expect((await fetch(demo.url('auth-server', '/admin/policy'))).status).toBe(401);
    for (const token of [m1, `${admin}x`, 'm2m_admin_guess']) {
      const answer = await policy({}, token);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="admin"/);
    }
  });
});
