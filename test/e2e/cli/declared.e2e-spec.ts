import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const DIST = join(ROOT, 'dist');
const CLI = join(DIST, 'apps/m2m-cli/apps/m2m-cli/src/main.js');
const MICROSERVICE = join(DIST, 'apps/microservice/apps/microservice/src/main.js');
const LIBRARY = join(DIST, 'apps/microservice/libs/m2m/src/index.js');

interface CommandEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command without an auth-server, which none of this needs. */
const m2m = (...args: readonly string[]): Promise<CommandEnd> =>
  new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], M2M_AUTH_SERVER: 'http://127.0.0.1:1' };
    execFile(process.execPath, [CLI, ...args], { cwd: ROOT, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });

/** An application in plain JavaScript; what it prints and whether it is built can be seen. */
const application = (imports: string) => `
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { M2MModule, M2MProtected } from ${JSON.stringify(LIBRARY)};
class Invoices { constructor() { console.log('BUILT'); } list() {} }
const { prototype } = Invoices;
const list = Object.getOwnPropertyDescriptor(prototype, 'list');
Get('invoices')(prototype, 'list', list);
M2MProtected({ callers: ['m1', 'm9'], scopes: ['invoice:read'] })(prototype, 'list', list);
Controller()(Invoices);
class AppModule {}
const options = { name: 'shop', authServer: 'http://127.0.0.1:1', targets: { m2: 'http://127.0.0.1:2' } };
Module({ imports: [${imports}], controllers: [Invoices] })(AppModule);
const app = await NestFactory.create(AppModule, { logger: false, abortOnError: false });
console.log('LISTENS');
await app.listen(0);
`;

/** With its own word for the client: reading the types of Nest would take seconds. */
const SOURCE = `declare class TokenClientService { for(target: string, request: object): void }
declare const m2m: TokenClientService;
m2m.for('m1', { scope: 'a' });
`;

const POLICY = `
microservices: { m1: {}, m2: {}, shop: {} }
allow:
  m1: [{ target: shop, scopes: [invoice:read, invoice:write] }]
  shop: [m2]
`;

describe('m2m manifest, check and types, as real processes', () => {
  let folder: string;
  const file = (name: string): string => join(folder, name);

  beforeAll(async () => {
    // Below the sources of nobody, and where the packages of this repository are found.
    folder = await mkdtemp(join(DIST, 'declared-'));
    await writeFile(file('policy.yaml'), POLICY);
    await writeFile(file('tsconfig.json'), JSON.stringify({ compilerOptions: { noLib: true } }));
    await mkdir(file('src'));
    await writeFile(file('src/greeter.ts'), SOURCE);
    await writeFile(file('given.mjs'), application('M2MModule.forRoot(options)'));
    const factory = 'M2MModule.forRootAsync({ useFactory: () => options })';
    await writeFile(file('made.mjs'), application(factory));
    await writeFile(file('none.mjs'), application('').replace(/M2MProtected\(\{.*;/, ''));
    await writeFile(file('broken.mjs'), application(''));
    const silent = "console.log('NOT TODAY', ...process.argv.slice(2)); process.exitCode = 7;";
    await writeFile(file('silent.mjs'), silent);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('read a microservice of this project without starting it, with its calls', async () => {
    const source = ['--source', file('tsconfig.json')];
    const started = ['manifest', MICROSERVICE, ...source, '--', '--name', 'm2'];
    const { code, stdout, stderr } = await m2m(...started);
    expect({ code, error: /Error|m2m:/.exec(stderr) }).toEqual({ code: 0, error: null });
    const { name, targets, routes, calls } = JSON.parse(stdout) as Record<string, unknown>;
    expect({ name, targets }).toEqual({ name: 'm2', targets: ['m1', 'm2', 'm3'] });
    expect(routes).toContainEqual({
      handler: 'HelloController.hello',
      transport: 'http',
      operation: 'GET /hello',
      access: 'protected',
      scopes: [],
      senderConstrained: false,
      hasPredicate: false,
    });
    expect(calls).toEqual([{ target: 'm1', scopes: ['a'], at: 'src/greeter.ts:3' }]);
  });

  it('find where code and policy do not say the same, and end with 3', async () => {
    const written = await m2m('manifest', file('given.mjs'), '--out', file('shop.json'));
    expect(written).toMatchObject({ code: 0, stdout: '' });
    const check = ['check', file('shop.json'), '--policy', file('policy.yaml')];
    const { code, stdout } = await m2m(...check, '--json');
    const { findings } = JSON.parse(stdout) as { findings: readonly Record<string, unknown>[] };
    expect(code).toBe(3);
    expect(findings.map(({ severity, id }) => `${String(severity)} ${String(id)}`)).toEqual([
      'error caller-unknown',
      'warning scope-without-route',
      'info no-manifest',
    ]);
    const people = await m2m(...check);
    expect(people.stdout).toContain('error  shop  GET /invoices (Invoices.list)  caller-unknown');
    await writeFile(file('wide.yaml'), `${POLICY.replace('m2: {}', 'm2: {}, m9: {}')}  m9: [shop]`);
    const lenient = ['check', file('shop.json'), '--policy', file('wide.yaml')];
    expect((await m2m(...lenient, '--fail-on', 'error')).code).toBe(0);
  });

  it('write names as types, and say when they are not up to date', async () => {
    const types = ['types', '--policy', file('policy.yaml'), '--out', file('names.d.ts')];
    expect(await m2m(...types, '--check')).toMatchObject({ code: 3, stdout: '' });
    expect((await m2m(...types)).code).toBe(0);
    expect((await m2m(...types, '--check')).code).toBe(0);
    expect(await readFile(file('names.d.ts'), 'utf8')).toContain("| 'invoice:write';");
    const { stdout } = await m2m('types', '--policy', file('policy.yaml'), '--module', '@app/m2m');
    expect(stdout).toContain("declare module '@app/m2m'");
  });

  it('read options of a factory when its providers are built, and not before', async () => {
    const previewed = await m2m('manifest', file('made.mjs'));
    expect(previewed.code).toBe(1);
    expect(previewed.stderr).toContain('--boot');
    const named = await m2m('manifest', file('made.mjs'), '--name', 'shop');
    expect(JSON.parse(named.stdout)).not.toHaveProperty('targets');
    const booted = await m2m('manifest', file('made.mjs'), '--boot');
    expect(JSON.parse(booted.stdout)).toMatchObject({ name: 'shop', targets: ['m2'] });
  });

  it.each([
    ['none.mjs', 'does not use this library'],
    ['broken.mjs', 'Nest cannot create the application'],
    ['silent.mjs', 'ended with exit code 7 before Nest created it'],
    ['missing.mjs', 'ended with exit code 1 before Nest created it'],
  ])('say of %s why there is no manifest', async (main, reason) => {
    const { code, stdout, stderr } = await m2m('manifest', file(main));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(reason);
    if (main === 'silent.mjs') expect(stderr).toContain('NOT TODAY');
  });

  it('give an application what stands after -- as it is written', async () => {
    const { stderr } = await m2m('manifest', file('silent.mjs'), '--', '1e5', '0x10', '1.0', '007');
    expect(stderr).toContain('NOT TODAY 1e5 0x10 1.0 007');
  });
});
