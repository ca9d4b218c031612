import { randomBytes } from 'node:crypto';
import { administer, requestToken } from '../support/demo-admin.js';
import { DemoSystem } from '../support/demo-system.js';
import { NodeProcess } from '../support/node-process.js';
import { SmallDisk } from '../support/small-disk.js';

/** The embedded database takes half of it. */
const MEGABYTES = 80;
/** So large that no page at hand has room for it. */
const MANY = 300;

interface PolicyDocument {
  readonly microservices: Readonly<Record<string, unknown>>;
}

function larger({ microservices, ...rest }: PolicyDocument): PolicyDocument {
  const names = Array.from({ length: MANY }, () => `x${randomBytes(24).toString('hex')}`);
  const more = Object.fromEntries(names.map((name) => [name, { url: `http://${name}` }]));
  return { ...rest, microservices: { ...microservices, ...more } };
}

describe('an auth-server on a disk of its own', () => {
  let disk: SmallDisk;
  let demo: DemoSystem;

  beforeAll(async () => {
    disk = SmallDisk.mount(MEGABYTES);
    demo = await DemoSystem.start({ home: `${disk.folder}/home`, only: 'auth-server' });
  }, 60_000);
  afterAll(async () => {
    await demo.stop();
    disk.unmount();
  });

  const read = async () => {
    const answer = await administer(demo, 'GET', '/policy');
    const document = (await answer.json()) as PolicyDocument;
    return { status: answer.status, document, etag: answer.headers.get('etag') ?? '' };
  };
  const put = (document: object, etag: string): Promise<Response> =>
    administer(demo, 'PUT', '/policy', document, { 'if-match': etag });

  it('F22: refuses a change while the disk is full, whole, and goes on issuing', async () => {
    const before = await read();
    disk.fill();
    const refused = await put(larger(before.document), before.etag);
    expect([refused.status, await refused.json()]).toEqual([
      503,
      expect.objectContaining({ code: 'M2M_DATABASE_UNAVAILABLE' }),
    ]);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await read()).toEqual(before);
    expect((await requestToken(demo, 'm1', 'm2'))[0]).toBe(200);
    expect((await requestToken(demo, 'm1', 'm3'))[0]).toBe(401);
  });

  it('F22: takes the change once there is room, without a restart, and has it after one', async () => {
    disk.drain();
    const { document, etag } = await read();
    const changed = await put(larger(document), etag);
    expect(changed.status).toBe(200);
    expect((await put(document, changed.headers.get('etag') ?? '')).status).toBe(200);
    const before = await read();
    await demo.process('auth-server').stop('SIGKILL');
    await demo.startAuthServer();
    expect(await read()).toEqual(before);
  }, 60_000);

  it('F23: does not start in a folder that cannot be written to, and says so in one line', async () => {
    await demo.process('auth-server').stop();
    disk.makeReadOnly();
    const second = new NodeProcess({
      app: 'auth-server',
      env: { M2M_HOME: demo.home, PORT: '0', M2M_EMBEDDED_CORE_PORT: '0' },
    });
    expect(await second.ended).toEqual({ code: 1, signal: null });
    expect(second.lines.filter((line) => !line.startsWith('{'))).toEqual([
      expect.stringMatching(/^\/.*home.* is on a file system that is read-only\. Set M2M_HOME/),
    ]);
  }, 60_000);
});
