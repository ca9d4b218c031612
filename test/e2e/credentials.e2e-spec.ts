import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DemoSystem } from '../support/demo-system.js';
import { mintAtCore } from '../support/mint-at-core.js';

interface Listed {
  readonly id: string;
  readonly registered: boolean;
  readonly lastUsedOn?: string;
  readonly secret?: string;
  readonly token?: string;
}

const SEED_CLAIMS = { iss: 'auth-server', sub: 'm1', aud: 'auth-server' };

/** What an administrator and a caller do with the credentials of m1. */
class Desk {
  private constructor(
    private readonly demo: DemoSystem,
    private readonly adminToken: string,
  ) {}

  static async at(demo: DemoSystem): Promise<Desk> {
    return new Desk(demo, (await readFile(join(demo.home, 'admin-token'), 'utf8')).trim());
  }

  admin(method: string, path: string, body?: string, headers: object = {}): Promise<Response> {
    return fetch(this.demo.url('auth-server', `/admin/${path}`), {
      method,
      headers: {
        authorization: `Bearer ${this.adminToken}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body }),
    });
  }

  async make(body: object, name = 'm1'): Promise<Listed> {
    const path = `microservices/${name}/credentials`;
    return (await (await this.admin('POST', path, JSON.stringify(body))).json()) as Listed;
  }

  async list(): Promise<readonly Listed[]> {
    const response = await this.admin('GET', 'microservices/m1/credentials');
    return ((await response.json()) as { credentials: readonly Listed[] }).credentials;
  }

  revoke(id: string): Promise<Response> {
    return this.admin('DELETE', `microservices/m1/credentials/${id}`);
  }

  async ask(token: string | undefined): Promise<number> {
    const response = await fetch(this.demo.url('auth-server', '/accesstoken'), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{"target":"m1"}',
    });
    return response.status;
  }

  /** Takes the name m3 away and gives it to somebody else. */
  async reassign(name: string): Promise<void> {
    const read = await this.admin('GET', 'policy');
    const policy = (await read.json()) as { microservices: object; allow: object };
    const without = (members: object) =>
      Object.fromEntries(Object.entries(members).filter(([key]) => key !== name));
    const smaller = { microservices: without(policy.microservices), allow: without(policy.allow) };
    for (const document of [smaller, policy]) {
      const ifMatch = (await this.admin('GET', 'policy')).headers.get('etag') ?? '';
      const put = await this.admin('PUT', 'policy', JSON.stringify(document), {
        'if-match': ifMatch,
      });
      expect(put.status).toBe(200);
    }
  }
}

describe('credentials of a microservice', () => {
  let demo: DemoSystem;
  let desk: Desk;

  beforeAll(async () => {
    demo = await DemoSystem.start({ only: 'auth-server' });
    desk = await Desk.at(demo);
  }, 60_000);
  afterAll(() => demo.stop());

  it('F66: rotate without a gap: the new one works before the old one ends', async () => {
    const old = await desk.make({ kind: 'bootstrap', label: 'old' });
    const fresh = await desk.make({ kind: 'bootstrap', label: 'new' });
    expect([await desk.ask(old.token), await desk.ask(fresh.token)]).toEqual([200, 200]);
    expect((await desk.revoke(old.id)).status).toBe(204);
    expect([await desk.ask(old.token), await desk.ask(fresh.token)]).toEqual([401, 200]);
  });

  it('show on which day they were last used, the demo’s own ones included', async () => {
    const credential = await readFile(join(demo.home, 'credentials', 'm1.jwt'), 'utf8');
    expect(await desk.ask(credential.trim())).toBe(200);
    await expect(usedOn(desk, ({ registered }) => registered)).resolves.toMatch(
      /^\d{4}-\d\d-\d\d$/,
    );
  });

  it('are accepted without a record, as a curl to the core mints them, listed, and ended', async () => {
    const token = await mintAtCore(demo, { ...SEED_CLAIMS, jti: 'made-by-curl' });
    expect(await desk.ask(token)).toBe(200);
    await usedOn(desk, ({ id, registered }) => id === 'made-by-curl' && !registered);
    expect((await desk.revoke('made-by-curl')).status).toBe(204);
    expect(await desk.ask(token)).toBe(401);
  });

  it('let a secret in at the OAuth endpoint until it is revoked', async () => {
    const { id, secret = '' } = await desk.make({ kind: 'secret' });
    const ask = async (): Promise<number> => {
      const form = { grant_type: 'client_credentials', resource: 'm1' };
      const response = await fetch(demo.url('auth-server', '/oauth/token'), {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`m1:${secret}`).toString('base64')}` },
        body: new URLSearchParams(form),
      });
      return response.status;
    };
    expect(await ask()).toBe(200);
    await desk.revoke(id);
    expect(await ask()).toBe(401);
  });

  it('F67: do not come back to life when their name is deleted and made again', async () => {
    const { token } = await desk.make({ kind: 'bootstrap' }, 'm3');
    const minted = await mintAtCore(demo, { ...SEED_CLAIMS, sub: 'm3' });
    expect([await desk.ask(token), await desk.ask(minted)]).toEqual([200, 200]);
    await desk.reassign('m3');
    expect([await desk.ask(token), await desk.ask(minted)]).toEqual([401, 401]);
  });
});

describe('an auth-server that wants a record of every credential', () => {
  let demo: DemoSystem;

  beforeAll(async () => {
    demo = await DemoSystem.start({
      only: 'auth-server',
      authServer: { M2M_ACCEPT_UNREGISTERED_CREDENTIALS: 'false' },
    });
  }, 60_000);
  afterAll(() => demo.stop());

  it('refuses a token that was minted at the core, and accepts those of the demo', async () => {
    const desk = await Desk.at(demo);
    const credential = await readFile(join(demo.home, 'credentials', 'm1.jwt'), 'utf8');
    expect(await desk.ask(credential.trim())).toBe(200);
    expect(await desk.ask(await mintAtCore(demo, { ...SEED_CLAIMS, jti: 'made-by-curl' }))).toBe(
      401,
    );
    expect(await desk.ask(await mintAtCore(demo, SEED_CLAIMS))).toBe(401);
  });
});

/** The day on which such a credential was used, once it is written down. */
async function usedOn(desk: Desk, isMeant: (listed: Listed) => boolean): Promise<string> {
  for (;;) {
    const found = (await desk.list()).find((one) => isMeant(one) && one.lastUsedOn !== undefined);
    if (found?.lastUsedOn !== undefined) return found.lastUsedOn;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
