import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { byHand, valueOf } from '../../../../test/contract/policy-fixture.js';
import { DatabaseDamaged, DatabaseLocked, MigrationFailed } from './database.errors.js';
import { openDatabase } from './open-database.js';

const SUPPORT = join(import.meta.dirname, '../../../../test/support');

async function emptyFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true });
  await mkdir(folder);
}

/** Spoils the first half of the first page. */
async function overwrite(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(Buffer.alloc(4000, 0xa5), 0, 4000, 0);
  await file.close();
}

describe('the embedded database in a folder', () => {
  let home: string;
  const children: ChildProcess[] = [];

  /** Another process that holds the folder until it is killed. */
  const holder = async (): Promise<ChildProcess> => {
    const child = fork(join(SUPPORT, 'hold-database.ts'), [home], {
      execArgv: ['--import', join(SUPPORT, 'typescript-loader.mjs')],
    });
    children.push(child);
    await once(child, 'message');
    return child;
  };

  beforeAll(async () => {
    home = join(await mkdtemp(join(tmpdir(), 'm2m-database-')), 'home');
    const database = await openDatabase({ home });
    await byHand(database, `insert into jwt_signing_keys values ('a', 'k', 's', 'RS256', 1)`);
    await database.close();
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });
  afterAll(() => rm(join(home, '..'), { recursive: true }));

  it('keeps its rows, closed to everybody else, and leaves no lock behind', async () => {
    const database = await openDatabase({ home });
    expect(database.kind).toBe('pglite');
    expect(await valueOf(database, 'select count(*)::int from jwt_signing_keys')).toBe(1);
    const modes = await Promise.all(
      ['.', 'data', 'data.lock'].map(async (name) => (await stat(join(home, name))).mode & 0o777),
    );
    expect(modes).toEqual([0o700, 0o700, 0o600]);
    await database.onApplicationShutdown();
    await database.close();
    expect(await readdir(home)).toEqual(['data']);
  });

  it('closes a home to others that was made open', async () => {
    await chmod(home, 0o755);
    await (await openDatabase({ home })).close();
    expect((await stat(home)).mode & 0o777).toBe(0o700);
  });

  it('is refused to this process a second time', async () => {
    const database = await openDatabase({ home });
    await expect(openDatabase({ home })).rejects.toMatchObject({ holderPid: process.pid });
    await database.close();
  });

  it('F24: is refused while another process holds it, and taken over when that was killed', async () => {
    const child = await holder();
    const refused = openDatabase({ home });
    await expect(refused).rejects.toThrow(DatabaseLocked);
    await expect(refused).rejects.toThrow(`process ${child.pid}`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const database = await openDatabase({ home });
    expect(await readFile(join(home, 'data.lock'), 'utf8')).toBe(`${process.pid}\n`);
    await database.close();
  });

  it('starts anew over what a kill left of the first start', async () => {
    const fresh = join(home, '../fresh');
    await mkdir(join(fresh, 'data.draft', 'base'), { recursive: true });
    await mkdir(join(fresh, 'data'));
    const database = await openDatabase({ home: fresh });
    expect(await valueOf(database, 'select version::int from policy_state')).toBe(0);
    await database.close();
    expect(await readdir(fresh)).toEqual(['data']);
  });

  it('is not started anew when it lost files, and is unlocked again', async () => {
    const damaged = join(home, '../damaged');
    await mkdir(join(damaged, 'data'), { recursive: true });
    await writeFile(join(damaged, 'data', 'postgresql.conf'), '');
    await expect(openDatabase({ home: damaged })).rejects.toThrow(DatabaseDamaged);
    expect(await readdir(damaged)).toEqual(['data']);
  });

  it.each([
    ['lost its write-ahead log', (data: string) => emptyFolder(join(data, 'pg_wal'))],
    [
      'has a catalogue that was overwritten',
      (data: string) => overwrite(join(data, 'base/5/1259')),
    ],
    ['is of another version', (data: string) => writeFile(join(data, 'PG_VERSION'), '12\n')],
  ])('F27: is not opened when it %s, and left as it is', async (_what, damage) => {
    const damaged = join(home, '../overwritten');
    await cp(home, damaged, { recursive: true });
    await damage(join(damaged, 'data'));
    await expect(openDatabase({ home: damaged })).rejects.toThrow(DatabaseDamaged);
    expect(await readdir(damaged)).toEqual(['data']);
    await rm(damaged, { recursive: true });
  });

  it('F27: says how to recover when a file of it is cut short', async () => {
    await truncate(join(home, 'data', 'global', 'pg_control'), 100);
    const refused = openDatabase({ home });
    await expect(refused).rejects.toThrow(DatabaseDamaged);
    await expect(refused).rejects.toThrow('Restore the folder from a backup');
    expect(await readdir(home)).toEqual(['data']);
  });

  it('tells what the file system refuses', async () => {
    const file = join(home, '../file');
    await writeFile(file, '');
    await expect(openDatabase({ home: join(file, 'home') })).rejects.toThrow('ENOTDIR');
    await mkdir(join(home, '../odd'));
    await writeFile(join(home, '../odd/data'), '');
    await expect(openDatabase({ home: join(home, '../odd') })).rejects.toThrow('ENOTDIR');
  });
});

describe('the embedded database in memory', () => {
  it('says so when its tables cannot be migrated', async () => {
    const database = await openDatabase({ home: '', memory: true });
    await byHand(database, 'delete from drizzle.__drizzle_migrations');
    await expect(database.migrate(join(import.meta.dirname, 'migrations'))).rejects.toThrow(
      MigrationFailed,
    );
    await database.close();
    await expect(database.ping()).rejects.toMatchObject({ code: 'M2M_DATABASE_UNAVAILABLE' });
  });
});
