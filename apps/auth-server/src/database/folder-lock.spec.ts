import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseLocked } from './database.errors.js';
import { lockFolder } from './folder-lock.js';

const SUPPORT = join(import.meta.dirname, '../../../../test/support');

/** A pid that no process has: above the highest that Linux gives out. */
const DEAD_PID = 4_194_305;

describe('lockFolder', () => {
  let home: string;
  let folder: string;
  const children: ChildProcess[] = [];

  const rival = async (): Promise<ChildProcess> => {
    const child = fork(join(SUPPORT, 'take-lock.ts'), {
      execArgv: ['--import', join(SUPPORT, 'typescript-loader.mjs')],
    });
    children.push(child);
    await once(child, 'message');
    return child;
  };

  const take = async (child: ChildProcess): Promise<unknown> => {
    const answer = once(child, 'message');
    child.send(folder);
    return (await answer)[0];
  };

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'm2m-lock-'));
    folder = join(home, 'data');
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
    await rm(home, { recursive: true });
  });

  it('names this process while it is held, and leaves nothing when given back', async () => {
    const release = await lockFolder(folder);
    expect(await readFile(`${folder}.lock`, 'utf8')).toBe(`${process.pid}\n`);
    expect(await readdir(home)).toEqual(['data.lock']);
    release();
    expect(await readdir(home)).toEqual([]);
  });

  it('is not taken twice by one process, and can be taken again later', async () => {
    const release = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(DatabaseLocked);
    release();
    (await lockFolder(folder))();
  });

  it.each([
    ['a process that is gone', String(DEAD_PID)],
    ['an earlier process that had our pid, as in a container', String(process.pid)],
    ['nobody, because a crash left it empty', ''],
    ['nobody, because it holds no pid', 'x\n'],
  ])('takes over the lock of %s', async (_whom, content) => {
    await writeFile(`${folder}.lock`, content);
    const release = await lockFolder(folder);
    expect(await readFile(`${folder}.lock`, 'utf8')).toBe(`${process.pid}\n`);
    release();
  });

  it('does not rob a living holder, and can still be asked later', async () => {
    await writeFile(`${folder}.lock`, String(process.ppid));
    await expect(lockFolder(folder)).rejects.toMatchObject({ holderPid: process.ppid });
    expect(await readFile(`${folder}.lock`, 'utf8')).toBe(String(process.ppid));
    await rm(`${folder}.lock`);
    (await lockFolder(folder))();
  });

  it('does not rob a living holder that belongs to somebody else', async () => {
    const kill = jest.spyOn(process, 'kill').mockImplementation(() => {
      throw Object.assign(new Error('not permitted'), { code: 'EPERM' });
    });
    await writeFile(`${folder}.lock`, '1');
    await expect(lockFolder(folder)).rejects.toMatchObject({ holderPid: 1 });
    kill.mockRestore();
  });

  it('waits for a living process that claims the same dead lock, and gives up in the end', async () => {
    await writeFile(`${folder}.lock`, String(DEAD_PID));
    await writeFile(`${folder}.lock.${process.ppid}`, '');
    const random = jest.spyOn(Math, 'random').mockReturnValue(0);
    await expect(lockFolder(folder)).rejects.toMatchObject({ holderPid: process.ppid });
    random.mockRestore();
    expect(await readFile(`${folder}.lock`, 'utf8')).toBe(String(DEAD_PID));
  });

  it('tidies away what a process left that died while it claimed the lock', async () => {
    await writeFile(`${folder}.lock`, String(DEAD_PID));
    await writeFile(`${folder}.lock.${DEAD_PID}`, '');
    (await lockFolder(folder))();
    expect(await readdir(home)).toEqual([]);
  });

  it('leaves a lock alone that is not ours any more', async () => {
    const release = await lockFolder(folder);
    await writeFile(`${folder}.lock`, String(process.ppid));
    release();
    expect(existsSync(`${folder}.lock`)).toBe(true);
  });

  it('tells what the file system refuses', async () => {
    await expect(lockFolder(join(home, 'no', 'data'))).rejects.toThrow('ENOENT');
  });

  it.each(['no lock', 'the lock of a dead process'])(
    'goes to exactly one of several processes that find %s at the same moment',
    async (found) => {
      if (found !== 'no lock') await writeFile(`${folder}.lock`, String(DEAD_PID));
      const rivals = await Promise.all([rival(), rival(), rival()]);
      const results = await Promise.all(rivals.map(take));
      expect(results.filter((result) => result === 'taken')).toHaveLength(1);
      expect(results.filter((result) => result === 'M2M_DATABASE_LOCKED')).toHaveLength(2);
    },
  );

  it('is waited for while its holder is about to end', async () => {
    const child = await rival();
    expect(await take(child)).toBe('taken');
    const waiting = lockFolder(folder);
    child.kill('SIGKILL');
    (await waiting)();
  });

  it('is taken over from a process that has ended unnoticed by its parent', async () => {
    const script = 'sleep 0 & echo $!; exec sleep 60';
    const parent = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    children.push(parent);
    const [pid] = (await once(parent.stdout, 'data')) as [Buffer];
    await writeFile(`${folder}.lock`, String(pid));
    (await lockFolder(folder))();
    expect(await readdir(home)).toEqual([]);
  });

  it('is given back when the process exits', async () => {
    const child = await rival();
    expect(await take(child)).toBe('taken');
    child.disconnect();
    await once(child, 'exit');
    expect(await readdir(home)).toEqual([]);
  });
});
