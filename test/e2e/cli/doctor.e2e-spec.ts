import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { M2MCommand } from '../../support/m2m-command.js';

interface Finding {
  readonly id: string;
  readonly severity: string;
  readonly subject: string;
}

describe('m2m doctor, at a real auth-server', () => {
  const m2m = M2MCommand.forThisFile();

  const found = async (
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ) => {
    const { code, stdout } = await m2m.run(['doctor', ...args, '--json'], { env });
    const { findings } = JSON.parse(stdout) as { findings: readonly Finding[] };
    return { code, findings: findings.map(({ severity, id }) => `${severity} ${id}`) };
  };

  it('finds it well, with its core and its files', async () => {
    const apiKey = (await readFile(join(m2m.demo.home, 'core-api-key'), 'utf8')).trim();
    const core = ['--core', m2m.demo.url('core')];
    const { code, findings } = await found(core, { SUPERTOKENS_API_KEY: apiKey });
    expect(code).toBe(0);
    expect(findings.filter((one) => /^(error|warning)/.test(one))).toEqual([]);
    expect(findings).toEqual(
      expect.arrayContaining([
        'ok auth-server',
        'ok key-set',
        'ok revocations',
        'ok core-closed',
        'ok core-version',
        'ok clock',
        'ok credentials',
        'ok policy',
        'ok files',
      ]),
    );
  });

  it('says what it may not look at, and looks at the rest', async () => {
    const { code, findings } = await found(['--admin-token-file', 'none']);
    expect(code).toBe(0);
    expect(findings).toEqual(expect.arrayContaining(['info credentials-not-checked', 'ok files']));
  });

  it('ends with 1 and says how to mend it, for people, when something is wrong', async () => {
    await chmod(join(m2m.demo.home, 'admin-token'), 0o644);
    await m2m.demo.process('auth-server').stop('SIGKILL');
    const { code, stdout } = await m2m.run(['doctor']);
    expect(code).toBe(1);
    expect(stdout).toContain(`chmod 600 ${join(m2m.demo.home, 'admin-token')}`);
    expect(stdout).toMatch(/^error {4}http:\S+ {2}auth-server-unreachable$/m);
  });
});
