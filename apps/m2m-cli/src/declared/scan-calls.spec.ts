import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as library from '@app/m2m';
import { CliError } from '../output/cli.errors.js';
import { loadTypeScript } from './load-typescript.js';
import { scanCalls, type ScannedSource } from './scan-calls.js';

/** The doors of the library, as far as the compiler has to know them. */
const LIBRARY = `
export declare class TokenClientService {
  for(target: string, request?: object): void;
  fetch(target: string, path: string, init?: object): void;
  request(target: string, path: string, init?: object): void;
  getToken(target: string, request?: object): void;
  interceptor(target: string, request?: object): void;
  invalidate(target: string): void;
}
export declare class M2MHttpModule { static forTarget(target: string, request?: object): void }
export declare function m2mClient(m2m: unknown, target: string, client: unknown, request?: object): void;
export declare function m2mGrpcService(m2m: unknown, target: string, service: unknown, request?: object): void;
export declare function m2mGrpcMetadata(m2m: unknown, target: string, request?: object): void;
`;

const HEAD = `import { M2MHttpModule, TokenClientService, m2mClient as tokened, m2mGrpcMetadata, m2mGrpcService } from 'nestjs-m2m';
declare const anything: TokenClientService; declare const text: string; const M3 = 'm3';
class Own { for(_target: string): void {} } const own = new Own();\n`;

describe('the calls in a source', () => {
  let folder: string;

  const write = async (path: string, content: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  };
  const scan = async (): Promise<ScannedSource> =>
    scanCalls(await loadTypeScript(), join(folder, 'app/tsconfig.json'));
  /** Scans one line of code, in line 4 of its file. */
  const callsIn = async (line: string) => {
    await write('app/src/a.ts', HEAD + line);
    const scanned = await scan();
    return scanned.ok ? scanned.calls : scanned.problem;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'm2m-scan-'));
    const compilerOptions = {
      module: 'nodenext',
      strict: true,
      noLib: true,
      types: [],
      paths: { 'nestjs-m2m': ['../library.d.ts'], shared: ['../shared/b.ts'] },
    };
    await write('app/tsconfig.json', JSON.stringify({ compilerOptions, include: ['src'] }));
    await write('library.d.ts', LIBRARY);
    await write('shared/b.ts', `${HEAD}anything.for('elsewhere');`);
    await write('app/src/a.spec.ts', `${HEAD}anything.for('in-a-test');`);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ["anything.for('m2');", 'm2', []],
    ["void anything.fetch('m2', '/', { scope: 'b a' });", 'm2', ['a', 'b']],
    ["void anything.request('m2', '/', { scope: ['a', M3] });", 'm2', ['a', 'm3']],
    ["void anything.getToken('m2', { scope: 'a a' });", 'm2', ['a']],
    ['anything.interceptor(M3);', 'm3', []],
    ["M2MHttpModule.forTarget('m2', { scope: ['a'] });", 'm2', ['a']],
    ["tokened(anything, 'm2', own, { scope: 'a' });", 'm2', ['a']],
    ["m2mGrpcService(anything, 'm2', own, { scope: 'a' });", 'm2', ['a']],
    ["m2mGrpcMetadata(anything, 'm2', { scope: 'a' });", 'm2', ['a']],
    ["function x(c: TokenClientService): void { c.for('m2', { other: 1 }); }", 'm2', []],
    ["anything.for('m2', own);", 'm2', []],
    ["anything.for('m2', { scope: text });", 'm2', []],
  ] as const)('are found: %s', async (line, target, scopes) => {
    expect(await callsIn(line)).toEqual([{ target, scopes, at: 'src/a.ts:4' }]);
  });

  it.each(['anything.for(text);', "anything.for(text === 'a' ? 'm1' : 'm2');"])(
    'have no target where the compiler knows none: %s',
    async (line) => {
      expect(await callsIn(line)).toEqual([{ scopes: [], at: 'src/a.ts:4' }]);
    },
  );

  it.each([
    "own.for('m2');",
    "anything.invalidate('m2');",
    "unknown.forTarget('m2');",
    '(() => anything)();',
    "import 'shared';",
  ])('are not seen in what is none, nor in tests and other projects: %s', async (line) => {
    expect(await callsIn(line)).toEqual([]);
  });

  it('cannot be read without a tsconfig that is one', async () => {
    const typescript = await loadTypeScript();
    expect(scanCalls(typescript, join(folder, 'none.json'))).toMatchObject({ ok: false });
  });

  it.each([
    ['names no sources itself', { files: [], references: [{ path: './app' }] }, 'names no sources'],
    ['names sources elsewhere only', { include: ['../shared'] }, 'names no sources'],
    ['names none that there are', { include: ['nowhere'] }, 'No inputs were found'],
    ['has an option that there is not', { compilerOptions: { target: 'x' } }, '--target'],
  ])('are not held for none where a tsconfig %s', async (_, content, problem) => {
    await write('other/tsconfig.json', JSON.stringify(content));
    const typescript = await loadTypeScript();
    expect(scanCalls(typescript, join(folder, 'other/tsconfig.json'))).toEqual({
      ok: false,
      problem: expect.stringContaining(problem) as unknown,
    });
  });

  it('are counted with the files that they were looked for in', async () => {
    await write('app/src/a.ts', HEAD);
    expect(await scan()).toEqual({ ok: true, calls: [], files: 1 });
  });

  it('go through doors that the library has', () => {
    const methods = ['for', 'fetch', 'request', 'getToken', 'interceptor'];
    expect(library.TokenClientService.name).toBe('TokenClientService');
    expect(Object.getOwnPropertyNames(library.TokenClientService.prototype)).toEqual(
      expect.arrayContaining(methods),
    );
    expect(Object.keys(library)).toEqual(
      expect.arrayContaining(['m2mClient', 'm2mGrpcService', 'm2mGrpcMetadata', 'M2MHttpModule']),
    );
  });

  it('need the compiler, and say so', async () => {
    const missing = loadTypeScript(() => Promise.reject(new Error('ERR_MODULE_NOT_FOUND')));
    await expect(missing).rejects.toThrow(CliError);
    await expect(missing).rejects.toMatchObject({ code: 'M2M_CLI_NO_TYPESCRIPT' });
  });
});
