import { createServer, type AddressInfo } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeProcess, type ProcessSpec } from '../support/node-process.js';

describe('a start that cannot succeed', () => {
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'm2m-start-up-'));
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  const failed = async (spec: ProcessSpec) => {
    const process = new NodeProcess({ ...spec, env: { M2M_HOME: home, PORT: '0', ...spec.env } });
    const { code } = await process.ended;
    return { code, lines: process.lines };
  };
  const microservice = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    failed({ app: 'microservice', args, env });

  it.each([
    ['no name', [], /Which microservice is this\?/],
    ['an empty name', ['--name', ''], /is named by a lower-case letter/],
    ['a name that is none', ['--name', 'M 2'], /is named by a lower-case letter/],
    ['a flag without its value', ['--name'], /--name/],
    ['a misspelt flag', ['--nmae', 'm2'], /--nmae/],
  ])(
    'stops a microservice with %s, says what to type, and exits with 2',
    async (_what, args, reason) => {
      const { code, lines } = await microservice(args);
      expect(code).toBe(2);
      expect(lines).toEqual([
        expect.stringMatching(reason),
        expect.stringMatching(/^Type: npx nest/),
      ]);
    },
  );

  it('stops a microservice that the demo does not know and that has no port', async () => {
    const process = new NodeProcess({
      app: 'microservice',
      args: ['--name', 'billing'],
      env: { M2M_HOME: home },
    });
    const { code } = await process.ended;
    expect(code).toBe(2);
    expect(process.output).toMatch(/The demo has no microservice "billing".*\n.*--port 8010/);
  });

  it.each([
    ['auth-server', []],
    ['microservice', ['--name', 'm1']],
  ] as const)('F68: says in one line that the port of %s is in use', async (app, args) => {
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const { port } = holder.address() as AddressInfo;
    const env = { PORT: `${port}`, HOST: '127.0.0.1', M2M_EMBEDDED_CORE_PORT: '0' };
    const { code, lines } = await failed({ app, args, env });
    holder.close();
    expect(code).toBe(1);
    const told = lines.filter((line) => !line.startsWith('{"level":"log"') && !/"warn"/.test(line));
    expect(told).toEqual([
      `Port ${port} is in use. Stop the process that holds it, or set PORT to another one.`,
    ]);
  });

  it.each([
    ['M2M_ISSUER', { M2M_ISSUER: '' }],
    ['M2M_ACCESS_TOKEN_TTL_SEC', { M2M_ACCESS_TOKEN_TTL_SEC: '86400' }],
    ['M2M_ACCESS_TOKEN_REFRESH_SEC', { M2M_ACCESS_TOKEN_REFRESH_SEC: '1800' }],
    ['M2M_ADMIN_TOKEN', { M2M_ADMIN_TOKEN: 'short' }],
    ['SUPERTOKENS_CONNECTION_URI', { SUPERTOKENS_CONNECTION_URI: 'localhost:3567' }],
    ['SUPERTOKENS_CONNECTION_URI', { NODE_ENV: 'production' }],
    [
      'SUPERTOKENS_API_KEY',
      { NODE_ENV: 'production', SUPERTOKENS_CONNECTION_URI: 'http://core:3567' },
    ],
  ])(
    'F13, F69: names %s when it is wrong, and exits with 2',
    async (name, env: Record<string, string>) => {
      const { code, lines } = await failed({ app: 'auth-server', env });
      expect(code).toBe(2);
      expect(lines).toEqual([expect.stringMatching(new RegExp(`^${name} `))]);
    },
  );

  it('B035: knows no configuration without a lifetime, so a core never chooses one', async () => {
    for (const ttl of ['', 'undefined', '0', '-1', 'NaN']) {
      const env = { M2M_ACCESS_TOKEN_TTL_SEC: ttl };
      const { code, lines } = await failed({ app: 'auth-server', env });
      expect([code, lines]).toEqual([2, [expect.stringMatching(/^M2M_ACCESS_TOKEN_TTL_SEC /)]]);
    }
  });

  it('shows file, line and repair of a policy that is wrong, and does not start', async () => {
    const file = join(home, 'policy.yaml');
    await writeFile(
      file,
      'microservices:\n  m1: { url: http://localhost:8001 }\nallow:\n  m1: [m11]\n',
    );
    const { code, lines } = await failed({
      app: 'auth-server',
      env: { M2M_HOME: join(home, 'empty'), M2M_POLICY_FILE: file, M2M_EMBEDDED_CORE_PORT: '0' },
    });
    expect(code).not.toBe(0);
    expect(lines.join('\n')).toMatch(/policy\.yaml:4:\d+.*m11/);
    expect(lines.join('\n')).not.toMatch(/ {4}at /);
  });
});
