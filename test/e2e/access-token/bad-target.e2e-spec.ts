import {
  AccessTokenDoor,
  BOOTSTRAP_CLAIMS,
  expectRefusal,
} from '../../support/access-token-door.js';
import { corpus } from '../../support/corpus.js';

describe('a bad target on POST /accesstoken', () => {
  let door: AccessTokenDoor;
  beforeAll(async () => {
    door = await AccessTokenDoor.open();
  }, 60_000);
  afterEach(() => door.expectStillGood());
  afterAll(() => door.close());

  const expectNoEdge = async (value: string) => {
    const answer = await door.target(value);
    expectRefusal(answer, 401, 'M2M_EDGE_NOT_ALLOWED');
    return { ...(JSON.parse(answer.text) as object), decisionId: '' };
  };

  it('B020: has no edge to an unknown target', async () => {
    await expectNoEdge('m9');
  });

  it('B021: answers for a forbidden target as for an unknown one', async () => {
    expect(await expectNoEdge('m3')).toEqual(await expectNoEdge('m9'));
  });

  it('B022: lets a caller call itself only if the policy says so', async () => {
    expect((await door.target('m1')).status).toBe(200);
    const m3 = await door.mint({ ...BOOTSTRAP_CLAIMS, sub: 'm3' });
    expectRefusal(
      await door.send({ token: m3, body: '{"target":"m3"}' }),
      401,
      'M2M_EDGE_NOT_ALLOWED',
    );
  });

  it('B024: knows no target by the name of a built-in property', async () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
      await expectNoEdge(name);
    }
  });

  it('B025: takes no name that merely resembles one', async () => {
    const names = ['M2', 'm2 ', ' m2', 'm2.', 'm2/', 'm2\0', 'm\u200b2', 'ｍ2', 'm2\u0301', 'm2\n'];
    for (const name of names) await expectNoEdge(name);
  });

  it('B026: knows neither wildcards nor lists', async () => {
    const names = ['*', '%', '_', '.*', 'm1,m2', 'm1 m2', 'm_', 'm?'];
    for (const name of names) await expectNoEdge(name);
  });

  it('B031: answers attack strings as it answers any unknown name', async () => {
    const strings = [
      ...corpus<{ s: string }>('naughty-strings'),
      ...corpus<{ s: string }>('injection-strings'),
    ].map(({ s }) => s);
    expect(strings.length).toBeGreaterThan(500);
    for (const text of strings) {
      const answer = await door.target(text);
      const isNone = text.trim() === '' || text.length > 255;
      expectRefusal(answer, isNone ? 400 : 401);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    const decisions = door.demo
      .process('auth-server')
      .lines.filter((line) => line.includes('decision'));
    for (const line of decisions) expect(line).toMatch(/^[\x20-\x7e…]+$/);
  }, 60_000);
});
