import { DemoSystem } from '../../support/demo-system.js';
import { M2MCommand } from '../../support/m2m-command.js';

interface Microservice {
  readonly name: string;
  readonly enabled: boolean;
  readonly owner?: string;
}

let demo: DemoSystem;
let m2m: M2MCommand;

beforeAll(async () => {
  demo = await DemoSystem.start({ only: 'auth-server' });
  m2m = await M2MCommand.at(demo);
}, 60_000);
afterAll(async () => {
  await m2m.close();
  await demo.stop();
});

const listed = (): Promise<readonly Microservice[]> => m2m.json('microservice', 'list');

describe('m2m microservice', () => {
  it('registers one, turns it off and on, and takes it out', async () => {
    const url = 'http://localhost:8004';
    const added = await m2m.run(['microservice', 'add', 'm4', url, '--owner', 'team-x']);
    expect(added).toEqual({ code: 0, stdout: 'm4 is registered.\n', stderr: '' });
    expect((await m2m.run(['microservice', 'list'])).stdout).toMatch(
      /^NAME +URL +STATE +MODE +OWNER\n[\s\S]*^m4 +http:\/\/localhost:8004 +on +enforce +team-x$/m,
    );
    expect((await m2m.run(['microservice', 'disable', 'm4'])).stdout).toBe('m4 is off.\n');
    expect((await listed()).find(({ name }) => name === 'm4')?.enabled).toBe(false);
    const enabled = { name: 'm4', enabled: true };
    expect(await m2m.json('microservice', 'enable', 'm4', '--message', 'mended')).toEqual(enabled);
    expect((await m2m.run(['microservice', 'remove', 'm4'])).stdout).toBe('m4 is gone.\n');
    expect((await listed()).map(({ name }) => name)).toEqual(['m1', 'm2', 'm3']);
  });

  it.each([
    [['add', 'm1', 'http://localhost:8001'], 'M2M_MICROSERVICE_EXISTS'],
    [['add', 'm4', 'nonsense'], 'url'],
    [['disable', 'm33'], 'Did you mean m3?'],
    [['remove', 'nobody'], 'Known: m1, m2, m3.'],
  ])('refuses %j and says what to do', async (args, repair) => {
    const { code, stdout, stderr } = await m2m.run(['microservice', ...args]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(repair);
  });
});
