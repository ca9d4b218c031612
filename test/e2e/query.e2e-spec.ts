import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { corpus } from '../support/corpus.js';
import { DemoSystem } from '../support/demo-system.js';
import { exactRequest, type ExactAnswer } from '../support/exact-request.js';

/** A listener that nothing may ever reach. */
class Canary {
  hits = 0;
  private readonly server: Server = createServer((_request, response) => {
    this.hits += 1;
    response.end();
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<unknown> {
    return new Promise((resolve) => this.server.close(resolve));
  }
}

const expectRefusal = (answer: ExactAnswer, status: number, code: string) => {
  expect(answer.status).toBe(status);
  expect(JSON.parse(answer.text)).toMatchObject({ statusCode: status, code });
};

describe('bad input on POST /query', () => {
  const canary = new Canary();
  let demo: DemoSystem;
  let elsewhere: string;

  beforeAll(async () => {
    elsewhere = await canary.open();
    demo = await DemoSystem.start();
  }, 60_000);
  afterAll(async () => {
    await demo.stop();
    await canary.close();
  });
  afterEach(async () => {
    expect(canary.hits).toBe(0);
    expect(await (await demo.query('m1', 'm2')).text()).toBe('Hello to m1 from m2!');
  });

  const send = (body: string, type = 'application/json', method = 'POST') =>
    exactRequest(demo.url('m1', '/query'), { method, headers: ['Content-Type', type], body });

  it.each(['null', '[]', '{}', '5', '{"target":5}', '{"target":""}', '{"target":["m2"]}', ''])(
    'B090: refuses %s',
    async (body) => {
      const answer = await send(body);
      expect(answer.status).toBe(400);
      expect(JSON.parse(answer.text)).toMatchObject({ code: expect.stringMatching(/^M2M_/) });
    },
  );

  it('B090: refuses a body of a megabyte, of another type, and another method', async () => {
    expectRefusal(await send(`{"target":"${'m'.repeat(1e6)}"}`), 413, 'M2M_BODY_TOO_LARGE');
    expectRefusal(await send('target=m2', 'text/plain'), 415, 'M2M_CONTENT_TYPE_NOT_SUPPORTED');
    expectRefusal(await send('', 'application/json', 'DELETE'), 405, 'M2M_METHOD_NOT_ALLOWED');
  });

  it('B091, B092: passes on the auth-server’s no, for an unknown target as for a forbidden one', async () => {
    expectRefusal(await send('{"target":"m9"}'), 401, 'M2M_EDGE_NOT_ALLOWED');
    expectRefusal(await send('{"target":"m3"}'), 401, 'M2M_EDGE_NOT_ALLOWED');
  });

  it('B093: lets a microservice call itself, since the policy has that edge', async () => {
    expect((await send('{"target":"m1"}')).text).toBe('Hello to m1 from m1!');
  });

  it('B094: sends nothing to an address that is given for a name', async () => {
    const targets = [
      `http://${elsewhere}/`,
      `//${elsewhere}`,
      `@${elsewhere}`,
      '../m2',
      'm2@evil',
      'm2#',
      'm2%00',
      'm2:9999',
      'm2/../../x',
      'm2\\',
    ];
    for (const target of targets) {
      expectRefusal(await send(JSON.stringify({ target })), 400, 'M2M_TARGET_INVALID');
    }
  });

  it('B095: knows no target by the name of a built-in property', async () => {
    for (const target of ['__proto__', 'hasOwnProperty', 'toString']) {
      expectRefusal(await send(JSON.stringify({ target })), 400, 'M2M_TARGET_INVALID');
    }
    expectRefusal(await send('{"target":"constructor"}'), 401, 'M2M_EDGE_NOT_ALLOWED');
  });

  it('answers attack strings with a stable code and shows none of them', async () => {
    for (const { s } of corpus<{ s: string }>('injection-strings')) {
      const answer = await send(JSON.stringify({ target: s }));
      expect([400, 401]).toContain(answer.status);
      expect(answer.headers['set-cookie']).toBeUndefined();
      if (s.length > 12) expect(answer.text).not.toContain(s);
    }
  });

  it('B100: asks the auth-server once for a hundred calls at the same moment', async () => {
    const fresh = await DemoSystem.start();
    try {
      const answers = await Promise.all(Array.from({ length: 100 }, () => fresh.query('m2', 'm1')));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      const decisions = fresh
        .process('auth-server')
        .lines.filter((line) => /"message":"decision".*"caller":"m2"/.test(line));
      expect(decisions).toHaveLength(1);
    } finally {
      await fresh.stop();
    }
  }, 60_000);
});
