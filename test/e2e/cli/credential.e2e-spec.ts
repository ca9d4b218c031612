import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { M2MCommand } from '../../support/m2m-command.js';

interface Credential {
  readonly id: string;
  readonly kind: string;
  readonly revokedAt?: string;
  readonly token?: string;
}

const m2m = M2MCommand.forThisFile();

const listed = (): Promise<readonly Credential[]> => m2m.json('credential', 'list', 'm1');

describe('m2m credential', () => {
  it('writes a new credential to a file that only its owner reads, and prints none of it', async () => {
    const { code, stdout, stderr } = await m2m.run([
      'credential',
      'issue',
      'm1',
      '--label',
      'from a test',
      '--expires-in',
      '2d',
      '--out',
      'm1.jwt',
    ]);
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toMatch(/^Made \w{16} for m1, which ends on \d{4}-\d\d-\d\d\.\n$/);
    const file = join(m2m.folder, 'm1.jwt');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const secret = (await readFile(file, 'utf8')).trim();
    expect(secret).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    const { stdout: table } = await m2m.run(['credential', 'list', 'm1']);
    expect(table).toMatch(/^ID +KIND +LABEL/);
    expect(table).toMatch(/bootstrap +from a test .* live\n/);
    const token = await m2m.run(['token', 'm1', 'm2', '--credential-file', 'm1.jwt']);
    expect(token).toMatchObject({ code: 0, stderr: '' });
  });

  it('leaves a file alone that is there, and makes no credential then', async () => {
    const before = await listed();
    const { code, stderr } = await m2m.run(['credential', 'issue', 'm1', '--out', 'm1.jwt']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('is there already')]);
    expect((await listed()).length).toBe(before.length);
  });

  it('leaves no file behind when no credential was made', async () => {
    const { code } = await m2m.run(['credential', 'issue', 'nobody', '--out', 'nobody.jwt']);
    expect(code).toBe(1);
    await expect(stat(join(m2m.folder, 'nobody.jwt'))).rejects.toThrow('ENOENT');
  });

  it('prints a secret only when it is asked to', async () => {
    const without = await m2m.run(['credential', 'issue', 'm1', '--kind', 'secret']);
    expect(without).toMatchObject({ code: 2, stdout: '' });
    expect(without.stderr).toContain('--out');
    const shown = await m2m.run(['credential', 'issue', 'm1', '--kind', 'secret', '--show']);
    expect(shown.stdout).toMatch(/^m2m_\w{16}_[\w-]{43}\n$/);
    const made = await m2m.json<Credential>('credential', 'issue', 'm1', '--out', 'quiet.jwt');
    expect(made).toMatchObject({ kind: 'bootstrap', file: 'quiet.jwt' });
    expect(made.token).toBeUndefined();
  });

  it('ends a credential', async () => {
    const [newest] = await listed();
    const id = newest?.id ?? '';
    const ended = await m2m.run(['credential', 'revoke', 'm1', id]);
    expect(ended).toEqual({ code: 0, stdout: `${id} of m1 has ended.\n`, stderr: '' });
    expect((await listed())[0]?.revokedAt).toBeDefined();
  });

  it.each([
    [['credential', 'list', 'm22'], 'Did you mean m2?'],
    [['credential', 'list', 'billing'], 'Known: m1, m2, m3.'],
    [['credential', 'revoke', 'm1', 'nope'], 'M2M_CREDENTIAL_UNKNOWN'],
    [['credential', 'issue', 'm1', '--expires-in', 'soon', '--show'], '90d'],
    [['credential', 'issue', 'm1', '--kind', 'public-key', '--jwks', 'none'], 'JWK Set'],
  ])('refuses %j and says what to do', async (args, repair) => {
    const { code, stderr } = await m2m.run(args);
    expect([1, 2]).toContain(code);
    expect(stderr).toContain(repair);
  });
});

describe('m2m token', () => {
  it('prints a token into a pipe', async () => {
    const { code, stdout, stderr } = await m2m.run(['token', 'm1', 'm2']);
    expect([code, stderr]).toEqual([0, '']);
    const [, claims = ''] = stdout.split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      sub: 'm1',
      aud: 'm2',
    });
  });

  it('says why it got none', async () => {
    const { code, stdout, stderr } = await m2m.run(['token', 'm1', 'm3']);
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toContain('M2M_EDGE_NOT_ALLOWED');
    expect(stderr).toContain('m2m why');
  });

  it.each([
    ['in production', { NODE_ENV: 'production' }],
    ['from an auth-server elsewhere', { M2M_AUTH_SERVER: 'http://auth.example:8000' }],
  ])('refuses to hand one out %s', async (_, env) => {
    const { code, stdout, stderr } = await m2m.run(['token', 'm1', 'm2'], { env });
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toContain('nothing to hand around');
  });

  it('says how to get a credential when there is none', async () => {
    const { code, stderr } = await m2m.run(['token', 'm9', 'm2']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('m2m credential issue m9')]);
  });
});

describe('m2m revoke', () => {
  it('voids what is out, lists it and takes it back for tokens to come', async () => {
    const { id } = await m2m.json<{ id: string }>(
      'revoke',
      'edge',
      'm1',
      'm2',
      '--reason',
      'a drill',
    );
    const { stdout } = await m2m.run(['revoke', 'list']);
    expect(stdout).toMatch(new RegExp(`^ID .*\\n${id} +edge m1 -> m2 +a drill .* in force`));
    expect(await m2m.json('revoke', 'lift', id)).toEqual({ id, lifted: true });
    expect((await m2m.run(['revoke', 'list'])).stdout).toMatch(new RegExp(`${id} .* lifted`));
  });

  it.each([
    [['microservice', 'm3'], 'microservice m3'],
    [['token', 'some-jti'], 'token some-jti'],
    [['key', 'd-17'], 'key d-17'],
  ])('voids %j', async (what, shown) => {
    const { code, stdout } = await m2m.run(['revoke', ...what, '--reason', 'a drill']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('m2m revoke lift')]);
    expect((await m2m.run(['revoke', 'list'])).stdout).toContain(shown);
  });

  it('wants a reason, and a microservice that there is', async () => {
    expect((await m2m.run(['revoke', 'microservice', 'm3'])).code).toBe(2);
  });
});
