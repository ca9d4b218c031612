import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { requestToken } from '../support/demo-admin.js';
import { DemoSystem } from '../support/demo-system.js';
import { NodeProcess } from '../support/node-process.js';

/** While Node loads, while the folder is made, and while the application comes up. */
const MOMENTS_MS = [150, 900, 1600];

const begin = (home: string, env: Readonly<Record<string, string>> = {}): NodeProcess =>
  new NodeProcess({
    app: 'auth-server',
    env: { HOST: '127.0.0.1', M2M_HOME: home, PORT: '0', M2M_EMBEDDED_CORE_PORT: '0', ...env },
  });

describe('starts of an auth-server that go wrong', () => {
  let root: string;
  let demo: DemoSystem;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'm2m-starts-'));
  });
  afterAll(async () => {
    await demo.stop();
    await rm(root, { recursive: true, force: true });
  });

  it('told to stop at any moment of the first start, it ends, and the next start is a whole one', async () => {
    const home = join(root, 'home');
    for (const ms of MOMENTS_MS) {
      const interrupted = begin(home);
      await sleep(ms);
      await interrupted.stop();
    }
    demo = await DemoSystem.start({ home, only: 'auth-server' });
    expect((await requestToken(demo, 'm1', 'm2'))[0]).toBe(200);
    expect((await readdir(home)).filter((name) => name.includes('draft'))).toEqual([]);
  }, 90_000);

  it('F24: a second one on the same folder names the first and ends, and the first goes on', async () => {
    const second = begin(demo.home);
    expect(await second.ended).toEqual({ code: 1, signal: null });
    expect(second.output).toContain(`in use by process ${demo.process('auth-server').pid}`);
    expect((await requestToken(demo, 'm1', 'm2'))[0]).toBe(200);
  }, 60_000);

  it.each([
    ['empty', '', /policy\.yaml/],
    ['a name twice', 'microservices:\n  m1: {}\n  m1: {}\nallow: {}\n', /"m1" is given twice/],
  ])(
    'refuses a policy file that is %s, and names it',
    async (_what, text, reason) => {
      const file = join(root, 'policy.yaml');
      await writeFile(file, text);
      const refused = begin(join(root, 'other'), { M2M_POLICY_FILE: file });
      const { code } = await refused.ended;
      expect(code).not.toBe(0);
      expect(refused.output).toMatch(reason);
      expect(refused.output).not.toMatch(/ {4}at |listens on/);
    },
    60_000,
  );
});
