import { DemoSystem } from '../support/demo-system.js';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

describe('limits of a running auth-server', () => {
  let system: DemoSystem;
  let credential: string;

  beforeAll(async () => {
    system = await DemoSystem.start({
      only: 'auth-server',
      authServer: {
        M2M_LIMIT_PER_CREDENTIAL: '1/h,40',
        M2M_LIMIT_FAILURES: '1/h,5',
        M2M_TRUSTED_PROXIES: '127.0.0.1',
      },
    });
    credential = (await readFile(join(system.home, 'credentials', 'm1.jwt'), 'utf8')).trim();
  });
  afterAll(() => system.stop());

  const ask = (token: string, from: string, target = 'm2'): Promise<Response> =>
    fetch(system.url('auth-server', '/accesstoken'), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'x-forwarded-for': from,
      },
      body: JSON.stringify({ target }),
    });
  const admin = (token: string, from: string): Promise<Response> =>
    fetch(system.url('auth-server', '/admin/policy'), {
      headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': from },
    });

  it('slow down wrong credentials from one address, and never a right one', async () => {
    const from = '192.0.2.1';
    for (let attempt = 0; attempt < 5; attempt++) {
      expect((await ask('wrong', from)).status).toBe(401);
    }
    const refused = await ask('wrong', from);
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ code: 'M2M_RATE_LIMITED' });
    expect((await ask(credential, from)).status).toBe(200);
    expect((await ask('wrong', '192.0.2.2')).status).toBe(401);
  });

  it('slow down wrong admin tokens', async () => {
    const from = '192.0.2.3';
    for (let attempt = 0; attempt < 5; attempt++) {
      expect((await admin('wrong', from)).status).toBe(401);
    }
    expect((await admin('wrong', from)).status).toBe(429);
    const token = await readFile(join(system.home, 'admin-token'), 'utf8');
    expect((await admin(token.trim(), from)).status).toBe(200);
  });

  it('hold one credential to its rate; what the policy refuses counts as asked, not as failed', async () => {
    const statuses: number[] = [];
    for (let asked = 0; asked < 41; asked++) {
      statuses.push((await ask(credential, '192.0.2.4', 'm3')).status);
    }
    expect(new Set(statuses.slice(0, 39))).toEqual(new Set([401]));
    expect(statuses.at(-1)).toBe(429);
    const refused = await ask(credential, '192.0.2.5');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
