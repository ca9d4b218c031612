import { CALLS } from '../../../apps/m2m-cli/src/client/admin-calls.js';
import { M2MCommand } from '../../support/m2m-command.js';

interface Microservice {
  readonly name: string;
  readonly enabled: boolean;
  readonly owner?: string;
}

const m2m = M2MCommand.forThisFile();

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

describe('m2m admin-token', () => {
  it('makes one with a role that bounds it, in a file, lists it and ends it', async () => {
    const made = await m2m.json<{ id: string }>(
      'admin-token',
      'issue',
      'Ada',
      '--role',
      'read',
      '--out',
      'ada.token',
    );
    expect(made).toMatchObject({ label: 'Ada', role: 'read', file: 'ada.token' });
    expect(made).not.toHaveProperty('token');
    const asAda = (...args: readonly string[]) =>
      m2m.run([...args, '--admin-token-file', 'ada.token']);
    expect((await asAda('microservice', 'list')).code).toBe(0);
    const refused = await asAda('microservice', 'disable', 'm3');
    expect([refused.code, refused.stdout]).toEqual([4, '']);
    expect(refused.stderr).toContain('M2M_ADMIN_ROLE_INSUFFICIENT');
    expect((await m2m.run(['admin-token', 'list'])).stdout).toMatch(
      new RegExp(`^ID +LABEL +ROLE[^\\n]*\\nroot[\\s\\S]*^${made.id} +Ada +read +root `, 'm'),
    );
    expect((await m2m.run(['admin-token', 'revoke', made.id])).code).toBe(0);
    expect((await asAda('microservice', 'list')).code).toBe(4);
  });

  it.each([
    [['issue', 'Ada', '--role', 'read'], '--out'],
    [['issue', 'Ada', '--role', 'king', '--show'], 'administer'],
    [['issue', 'Ada', '--show'], 'role'],
  ])('refuses %j and makes none', async (args, repair) => {
    const { code, stderr } = await m2m.run(['admin-token', ...args]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(repair)]);
  });
});

describe('the client of the command', () => {
  it('calls only what the auth-server describes in its OpenAPI document', async () => {
    const answer = await fetch(m2m.demo.url('auth-server', '/openapi.json'));
    const { paths } = (await answer.json()) as { paths: Record<string, object> };
    const described = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const called = Object.values(CALLS).map(({ method, path }) => `${method} ${path}`);
    expect(called.filter((call) => !described.includes(call))).toEqual([]);
  });
});
