import { setTimeout as sleep } from 'node:timers/promises';
import { decodeProtectedHeader } from 'jose';
import { eventually } from '../contract/policy-fixture.js';
import { AuthServerPair, INSTANCES, type Instance } from '../support/auth-server-pair.js';
import { ClientKey } from '../support/client-assertion.js';
import { DatabaseProxy } from '../support/database-proxy.js';
import { DpopKey } from '../support/dpop-key.js';
import { TestPostgres } from '../support/postgres.js';
import { send } from '../support/send-request.js';
import { TokenLoad } from '../support/token-load.js';

/** From the answer on one instance to its being in force on the other. */
const WITHIN_MS = { noticed: 1000, unnoticed: 5000 } as const;

/** Longer than anything in between keeps an answer for: pools, caches, deadlines. */
const OUTAGE_MS = 60_000;

/** How often an address may fail at once, by default. */
const FAILURES_OF_ONE = 500;

/** Milliseconds until it holds, however long that is. */
async function timed(condition: () => Promise<boolean>): Promise<number> {
  const startedAtMs = performance.now();
  await eventually(condition);
  return performance.now() - startedAtMs;
}

async function keyIds(url: string): Promise<readonly string[]> {
  const answer = await fetch(`${url}/.well-known/jwks.json`);
  const { keys } = (await answer.json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid).toSorted();
}

describe('two auth-servers on one database', () => {
  let postgres: TestPostgres;
  let proxy: DatabaseProxy;
  let pair: AuthServerPair;
  let credential: string;

  beforeAll(async () => {
    postgres = await TestPostgres.start();
    const databaseUrl = await postgres.createDatabase();
    proxy = await DatabaseProxy.open(databaseUrl);
    pair = await AuthServerPair.start({ a: databaseUrl, b: proxy.url });
    credential = await pair.credential('m1');
  }, 60_000);
  afterAll(async () => {
    await pair.stop();
    await proxy.close();
    await postgres.stop();
  });

  const ask = (instance: Instance, target = 'm2') => pair.ask(instance, credential, target);

  const fail = (instance: Instance, times: number) =>
    Promise.all(Array.from({ length: times }, () => pair.ask(instance, 'no.such.token', 'm2')));

  /** Which instances have written down that they denied m1 a token for this target until then. */
  const denials = async (target: string, until: string): Promise<ReadonlySet<unknown>> => {
    const filter = new URLSearchParams({ caller: 'm1', target, until });
    const { body } = await pair.administer('a', 'GET', `/audit?${filter.toString()}`);
    const entries = body['entries'] as readonly { readonly instance: string }[];
    return new Set(entries.map(({ instance }) => instance));
  };

  const isReady = async (instance: Instance) => (await pair.readiness(instance))[0] === 200;

  it('accept each other’s credentials and publish the same keys', async () => {
    const [ofA, ofB] = await Promise.all(INSTANCES.map((instance) => keyIds(pair.url(instance))));
    expect(ofA).toEqual(ofB);
    expect(ofA).toContain(decodeProtectedHeader(credential).kid);
    expect(await Promise.all(INSTANCES.map((instance) => ask(instance)))).toEqual([200, 200]);
  });

  it('accept a client assertion once between them', async () => {
    const key = new ClientKey('m1', 'ES256', 'auth-server');
    const made = await pair.administer('a', 'POST', '/microservices/m1/credentials', {
      body: { kind: 'public_key', jwks: await key.jwks() },
    });
    expect(made.status).toBe(201);
    const exchange = async (instance: Instance, assertion: string) => {
      const form = { grant_type: 'client_credentials', resource: 'm2' };
      const body = new URLSearchParams({ ...form, ...(await key.form(assertion)) });
      const answer = await fetch(pair.url(instance, '/oauth/token'), { method: 'POST', body });
      return answer.status;
    };
    await eventually(async () => (await exchange('b', await key.assertion())) === 200);
    const assertion = await key.assertion();
    const answers = INSTANCES.flatMap((instance) =>
      [1, 2].map(() => exchange(instance, assertion)),
    );
    const statuses = (await Promise.all(answers)).toSorted((one, other) => one - other);
    expect(statuses).toEqual([200, 401, 401, 401]);
  });

  it('accept a DPoP proof once between them', async () => {
    const key = new DpopKey();
    const host = new URL(pair.url('a')).host;
    const exchange = async (instance: Instance, proof: string) => {
      const { status } = await send(pair.url(instance), {
        method: 'POST',
        path: '/accesstoken',
        headers: {
          host,
          authorization: `Bearer ${credential}`,
          'content-type': 'application/json',
          dpop: proof,
        },
        body: '{"target":"m2"}',
      });
      return status;
    };
    const proof = () => key.proof({ htm: 'POST', htu: pair.url('a', '/accesstoken') });
    expect([await exchange('a', proof()), await exchange('b', proof())]).toEqual([200, 200]);
    const shown = proof();
    const answers = INSTANCES.flatMap((instance) => [1, 2].map(() => exchange(instance, shown)));
    const statuses = (await Promise.all(answers)).toSorted((one, other) => one - other);
    expect(statuses).toEqual([200, 401, 401, 401]);
  });

  describe.each([
    ['with notices', false, WITHIN_MS.noticed],
    ['while notices are lost', true, WITHIN_MS.unnoticed],
  ])('%s', (_what, isDeaf, withinMs) => {
    beforeAll(() => {
      proxy.isDeaf = isDeaf;
    });
    afterAll(() => {
      proxy.isDeaf = false;
    });

    it('a policy change on one is in force on the other in time', async () => {
      await pair.allow('a', 'm1', ['m1']);
      expect(await timed(async () => (await ask('b')) === 401)).toBeLessThan(withinMs);
      await pair.allow('a', 'm1', ['m1', 'm2']);
      expect(await timed(async () => (await ask('b')) === 200)).toBeLessThan(withinMs);
    });

    it('a revocation on one is in force on the other in time, and so is its end', async () => {
      const body = { microservice: 'm1', reason: 'a drill' };
      const revoked = await pair.administer('a', 'POST', '/revocations', { body });
      expect(await timed(async () => (await ask('b')) === 401)).toBeLessThan(withinMs);
      await pair.administer('a', 'DELETE', `/revocations/${String(revoked.body['id'])}`);
      expect(await timed(async () => (await ask('b')) === 200)).toBeLessThan(withinMs);
    });
  });

  it('an admin token made on one counts on the other, and ends there, too', async () => {
    const made = await pair.administer('a', 'POST', '/tokens', {
      body: { label: 'a drill', role: 'read' },
    });
    const { id, token } = made.body as { readonly id: string; readonly token: string };
    const read = async () =>
      (
        await fetch(pair.url('b', '/admin/policy'), {
          headers: { authorization: `Bearer ${token}` },
        })
      ).status;
    expect(await timed(async () => (await read()) === 200)).toBeLessThan(WITHIN_MS.noticed);
    await pair.administer('a', 'DELETE', `/tokens/${id}`);
    expect(await timed(async () => (await read()) === 401)).toBeLessThan(WITHIN_MS.noticed);
  });

  it('lose no change when both are made for the same version at the same moment', async () => {
    const { body, headers } = await pair.administer('a', 'GET', '/policy');
    const ifMatch = headers.get('etag') ?? '';
    const put = (instance: Instance, m3: readonly string[]) => {
      const changed = { ...body, allow: { ...(body['allow'] as object), m3 } };
      return pair.administer(instance, 'PUT', '/policy', { body: changed, ifMatch });
    };
    const answers = await Promise.all([put('a', ['m1', 'm2']), put('b', ['m1', 'm3'])]);
    const statuses = answers.map(({ status }) => status).toSorted((one, other) => one - other);
    expect(statuses).toEqual([200, 409]);
  });

  it('count together how often an address fails, and let the right credential in all the same', async () => {
    await eventually(async () => (await fail('a', 50)).includes(429));
    let failed = 0;
    await eventually(async () => {
      await sleep(100);
      failed += 5;
      return (await fail('b', 5)).includes(429);
    });
    expect(failed).toBeLessThan(FAILURES_OF_ONE);
    expect(await Promise.all(INSTANCES.map((instance) => ask(instance)))).toEqual([200, 200]);
  });

  it('are restarted one after the other under load without a failed token request', async () => {
    const load = new TokenLoad(pair.urls, credential);
    await load.more(20);
    for (const instance of INSTANCES) {
      expect(await pair.process(instance).stop('SIGTERM')).toEqual({ code: 0, signal: null });
      await load.more(20);
      await pair.startOne(instance);
      await load.more(20);
    }
    await load.end();
    expect(load.failures).toEqual([]);
  }, 60_000);

  it('F02: lose one of them to kill -9 under load without a failed token request', async () => {
    const load = new TokenLoad(pair.urls, credential);
    await load.more(20);
    await pair.process('a').stop('SIGKILL');
    await load.more(50);
    await pair.startOne('a');
    await pair.process('b').stop('SIGKILL');
    await load.more(50);
    await load.end();
    expect(load.failures).toEqual([]);
    await pair.startOne('b');
  }, 60_000);

  it('F02: leave a microservice that knows both with keys and with the kill switch', async () => {
    await pair.process('a').stop('SIGKILL');
    const m2 = await pair.startMicroservice('m2');
    const token = await pair.token('b', credential, 'm2');
    const hello = async () =>
      (await fetch(`${m2}/hello`, { headers: { authorization: `Bearer ${token}` } })).status;
    await eventually(async () => (await hello()) === 200);

    await pair.startOne('a');
    await pair.process('b').stop('SIGKILL');
    expect(await hello()).toBe(200);
    const body = { microservice: 'm1', reason: 'a drill' };
    const { body: revoked } = await pair.administer('a', 'POST', '/revocations', { body });
    expect(await timed(async () => (await hello()) === 401)).toBeLessThan(WITHIN_MS.noticed);
    await pair.administer('a', 'DELETE', `/revocations/${String(revoked['id'])}`);
    await pair.startOne('b');
  }, 60_000);

  it('F20: go on issuing while the database is gone, say so, and recover by themselves', async () => {
    const load = new TokenLoad(pair.urls, credential);
    const document = (await pair.administer('a', 'GET', '/policy')).body;
    await postgres.own.crash();
    await sleep(OUTAGE_MS);
    await load.more(20);
    for (const instance of INSTANCES) {
      expect(await pair.readiness(instance)).toEqual([
        503,
        expect.objectContaining({ database: 'down', policy: 'up', core: 'up' }),
      ]);
      expect(await pair.metric(instance, 'm2m_database_up')).toBe(0);
      expect(await pair.metric(instance, 'm2m_policy_age_seconds')).toBeGreaterThan(10);
      expect([await ask(instance), await ask(instance, 'm3')]).toEqual([200, 401]);
      const refused = [
        await pair.administer(instance, 'GET', '/policy'),
        await pair.administer(instance, 'PUT', '/policy', { body: document, ifMatch: '"1"' }),
        await pair.administer(instance, 'POST', '/revocations', {
          body: { microservice: 'm2', reason: 'a drill' },
        }),
      ];
      for (const { status, headers, body } of refused) {
        expect([status, body['code']]).toEqual([503, 'M2M_DATABASE_UNAVAILABLE']);
        expect(headers.get('retry-after')).toMatch(/^\d+$/);
      }
    }
    await postgres.own.start();
    await Promise.all(INSTANCES.map((instance) => eventually(() => isReady(instance))));
    const recovered = new Date().toISOString();
    await pair.allow('b', 'm1', ['m1', 'm2', 'm3']);
    await eventually(async () => (await ask('a', 'm3')) === 200);
    await eventually(async () => (await pair.metric('a', 'm2m_database_up')) === 1);
    await eventually(async () => (await denials('m3', recovered)).size === INSTANCES.length);
    await load.end();
    expect(load.failures).toEqual([]);
    const { body } = await pair.administer('a', 'GET', '/revocations');
    expect(body['revocations']).not.toContainEqual(expect.objectContaining({ microservice: 'm2' }));
  }, 150_000);
});
