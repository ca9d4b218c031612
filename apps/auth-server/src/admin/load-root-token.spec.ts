import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadRootToken } from './load-root-token.js';
import { hashOf } from './admin-secret.js';
import { AdminTokenTooShort } from './admin.errors.js';

const TOKEN = 'a-token-of-more-than-32-characters-in-all';

describe('loadRootToken', () => {
  let home: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'm2m-admin-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  it('makes a token of 256 bits at the first start, for its owner alone, and keeps it', async () => {
    const made = await loadRootToken({ home });
    const file = join(home, 'admin-token');
    const token = (await readFile(file, 'utf8')).trim();
    expect(token).toMatch(/^m2m_admin_[\w-]{43}$/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(made.matches(hashOf(token))).toBe(true);
    expect((await loadRootToken({ home })).matches(hashOf(token))).toBe(true);
  });

  it('keeps no token in memory, only its hash', async () => {
    const token = await loadRootToken({ home, token: TOKEN });
    expect(JSON.stringify(token)).not.toContain(TOKEN);
    expect(token.matches(hashOf(TOKEN))).toBe(true);
    await expect(stat(join(home, 'admin-token'))).rejects.toThrow('ENOENT');
  });

  it('refuses a token that can be guessed, in the options and in the file, without showing it', async () => {
    const short = 'x'.repeat(31);
    const refused = loadRootToken({ home, token: short });
    await expect(refused).rejects.toThrow(AdminTokenTooShort);
    await expect(refused).rejects.toThrow('M2M_ADMIN_TOKEN is shorter than 32 characters');
    await writeFile(join(home, 'admin-token'), `${short}\n`);
    await expect(loadRootToken({ home })).rejects.toThrow(join(home, 'admin-token'));
    await expect(loadRootToken({ home })).rejects.not.toThrow(short);
  });
});
