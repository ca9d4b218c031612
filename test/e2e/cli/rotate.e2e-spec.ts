import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { M2MCommand } from '../../support/m2m-command.js';

interface Credential {
  readonly id: string;
  readonly revokedAt?: string;
  readonly replicas?: readonly { readonly id: string }[];
}

const m2m = M2MCommand.forThisFile();

/** Asks for a token as a replica of m1 does. */
async function ask(file: string, replica: string): Promise<number> {
  const credential = (await readFile(file, 'utf8')).trim();
  const answer = await fetch(m2m.demo.url('auth-server', '/accesstoken'), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${credential}`,
      'content-type': 'application/json',
      'm2m-instance': replica,
    },
    body: '{"target":"m2"}',
  });
  return answer.status;
}

const live = async (): Promise<readonly Credential[]> => {
  const all = await m2m.json<readonly Credential[]>('credential', 'list', 'm1');
  return all.filter(({ revokedAt }) => revokedAt === undefined);
};

/** Resolves when the auth-server has written down that the replica used a credential. */
async function seen(replica: string): Promise<void> {
  for (;;) {
    const all = await live();
    if (all.some(({ replicas = [] }) => replicas.some(({ id }) => id === replica))) return;
  }
}

describe('m2m credential rotate', () => {
  it('ends the old credential when all replicas use the new one, in the file they read', async () => {
    const file = join(m2m.folder, 'm1.jwt');
    await writeFile(file, await readFile(join(m2m.demo.home, 'credentials', 'm1.jwt')));
    const [old = { id: '' }] = await live();
    expect(await ask(file, 'blue')).toBe(200);
    expect(await ask(file, 'green')).toBe(200);
    await seen('green');

    const run = m2m.start(['credential', 'rotate', 'm1', '--out', 'm1.jwt', '--replace', '--json']);
    const printed = text(run.stdout);
    const before = await readFile(file, 'utf8');
    while ((await readFile(file, 'utf8')) === before) await once(run.stderr, 'data');
    expect(await ask(file, 'blue')).toBe(200);
    await seen('blue');
    expect((await live()).map(({ id }) => id)).toContain(old.id);
    expect(await ask(file, 'green')).toBe(200);

    const [code] = (await once(run, 'exit')) as [number];
    const { id, ended } = JSON.parse(await printed) as { id: string; ended: string[] };
    expect([code, ended]).toEqual([0, [old.id]]);
    expect((await live()).map((credential) => credential.id)).toEqual([id]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await ask(file, 'blue')).toBe(200);
  });

  it('leaves all of them live at Ctrl-C and when time is up, and goes on from there', async () => {
    const run = m2m.start(['credential', 'rotate', 'm1', '--out', 'next.jwt']);
    const said = text(run.stderr);
    await once(run.stderr, 'data');
    run.kill('SIGINT');
    const [code] = (await once(run, 'exit')) as [number];
    const hint = await said;
    expect([code, hint]).toEqual([130, expect.stringContaining('still live')]);
    const id = /--continue (\w+)/.exec(hint)?.[1] ?? '';
    expect(await live()).toHaveLength(2);

    const onward = ['credential', 'rotate', 'm1', '--continue', id];
    const late = await m2m.run([...onward, '--timeout', '0s']);
    expect([late.code, late.stderr]).toEqual([1, expect.stringContaining('nobody has used')]);
    expect(await live()).toHaveLength(2);

    expect(await ask(join(m2m.folder, 'next.jwt'), 'blue')).toBe(200);
    expect(await ask(join(m2m.folder, 'next.jwt'), 'green')).toBe(200);
    const done = await m2m.run(onward);
    expect([done.code, done.stdout]).toEqual([0, expect.stringContaining('; ended: ')]);
    expect((await live()).map((credential) => credential.id)).toEqual([id]);
  });

  it.each([
    [['--continue', 'nothing'], 'M2M_CREDENTIAL_UNKNOWN'],
    [['--out', 'x.jwt', '--quiet', 'soon'], '--quiet'],
    [[], '--out'],
  ])('refuses %j and makes nothing', async (args, reason) => {
    const before = (await live()).length;
    const { code, stderr } = await m2m.run(['credential', 'rotate', 'm1', ...args]);
    expect([1, 2]).toContain(code);
    expect(stderr).toContain(reason);
    expect((await live()).length).toBe(before);
  });
});
