import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { readOrCreateSecretFile, writeSecretFile } from './secret-file.js';

describe('readOrCreateSecretFile', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'm2m-secret-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  it('makes the file once, for its owner only, and reads it from then on', async () => {
    const path = join(home, 'deep', 'token');
    expect(await readOrCreateSecretFile(path, () => 'first')).toBe('first');
    expect(await readOrCreateSecretFile(path, () => 'second')).toBe('first');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(home, 'deep'))).mode & 0o777).toBe(0o700);
  });

  it('lets starts at the same moment agree on one secret and leaves no draft behind', async () => {
    const path = join(home, 'token');
    const secrets = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        readOrCreateSecretFile(path, () => `secret-${index}`),
      ),
    );
    expect(new Set(secrets).size).toBe(1);
    expect(await readdir(home)).toEqual(['token']);
  });

  it('names an empty file instead of taking nothing for a secret', async () => {
    const path = join(home, 'token');
    await writeFile(path, '\n');
    await expect(readOrCreateSecretFile(path, () => 'x')).rejects.toThrow(
      /token is empty\. Delete/,
    );
  });

  it('passes on why a file cannot be read or made', async () => {
    await expect(readOrCreateSecretFile(home, () => 'x')).rejects.toThrow(/EISDIR/);
    await writeFile(join(home, 'file'), 'x');
    await expect(readOrCreateSecretFile(join(home, 'file', 'y'), () => 'x')).rejects.toThrow(
      /ENOTDIR|EEXIST/,
    );
  });

  it('closes a secret that others may read, and warns of it once', async () => {
    const log = new CapturedLog();
    const path = join(home, 'token');
    await writeFile(path, 'shared', { mode: 0o644 });
    expect(await readOrCreateSecretFile(path, () => 'x')).toBe('shared');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readOrCreateSecretFile(path, () => 'x')).toBe('shared');
    log.release();
    expect(log.lines).toMatchObject([{ level: 'warn', path, isClosed: true }]);
    expect(log.text).not.toContain('shared');
  });

  it('replaces a secret when told to', async () => {
    const path = join(home, 'token');
    await writeSecretFile(path, 'old', { replace: true });
    await writeSecretFile(path, 'new', { replace: true });
    expect(await readFile(path, 'utf8')).toBe('new\n');
    await expect(writeSecretFile(path, 'x', { replace: false })).rejects.toThrow(/EEXIST/);
  });
});
