import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAdminToken } from './admin-token.js';

describe('readAdminToken', () => {
  const folder = mkdtempSync(join(tmpdir(), 'm2m-token-'));
  const adminTokenFile = join(folder, 'admin-token');
  afterAll(() => rmSync(folder, { recursive: true }));

  it('takes it from the environment before the file', async () => {
    writeFileSync(adminTokenFile, 'from-file\n');
    expect(await readAdminToken({ adminToken: 'from-env', adminTokenFile })).toBe('from-env');
    expect(await readAdminToken({ adminToken: undefined, adminTokenFile })).toBe('from-file');
  });

  it.each(['', ' \n', 'two words', 'a\u0000b', 'schlüssel'])(
    'refuses %j, which could not go into a header, without echoing it',
    async (adminToken) => {
      await expect(readAdminToken({ adminToken, adminTokenFile })).rejects.toMatchObject({
        exitCode: 4,
        message: expect.stringMatching(
          /^(The admin token is empty|What should be the admin token is none)\.$/,
        ),
        hint: expect.stringContaining('--admin-token-file'),
      });
    },
  );

  it('says which file cannot be read', async () => {
    const file = join(folder, 'missing');
    const read = readAdminToken({ adminToken: undefined, adminTokenFile: file });
    await expect(read).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining(file),
    });
  });
});
