import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePorts } from '../../support/free-ports.js';
import { M2MCommand } from '../../support/m2m-command.js';

const m2m = M2MCommand.forThisFile();

const currentVersion = async (): Promise<number> => {
  const [newest] = await m2m.json<readonly { version: number }[]>('policy', 'history');
  return newest?.version ?? 0;
};

/** What `policy get` prints, without its first line. */
const documentOf = (text: string): string => text.slice(text.indexOf('\n') + 1);

const apply = async (input: string): Promise<void> => {
  const args = ['policy', 'apply', '-', '--if-version', `${await currentVersion()}`];
  expect(await m2m.run(args, { input })).toMatchObject({ code: 0, stderr: '' });
};

describe('m2m policy', () => {
  it('prints the policy as YAML, and as JSON for programs', async () => {
    const { code, stdout, stderr } = await m2m.run(['policy', 'get']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^# m2m-policy-version: \d+\n/);
    expect(stdout).toMatch(/^allow:\n {2}m1: \[ ?m1, m2 ?\]/m);
    const { allow } = await m2m.json<{ allow: object }>('policy', 'get');
    expect(allow).toMatchObject({ m1: ['m1', 'm2'] });
  });

  it('applies a document from a file or from standard input', async () => {
    const { stdout } = await m2m.run(['policy', 'get']);
    await writeFile(join(m2m.folder, 'new.yaml'), stdout.replace('m3: [', 'm3: [m3, '));
    const applied = await m2m.run(['policy', 'apply', 'new.yaml', '--message', 'für m3']);
    expect(applied).toMatchObject({ code: 0, stderr: '' });
    expect(applied.stdout).toMatch(/^Version \d+ is in force\.\n$/);
    const { allow } = await m2m.json<{ allow: { m3: unknown } }>('policy', 'get');
    expect(allow.m3).toEqual(['m1', 'm3']);
    await apply(stdout);
  });

  it('loses no change that came between get and apply, and keeps the version out of the policy', async () => {
    const { stdout } = await m2m.run(['policy', 'get']);
    const [line = ''] = stdout.split('\n');
    const foreign = stdout.replace(/^( +)m3: \[.*\]$/m, '$1m3: [ m1, m2 ]');
    expect(await m2m.run(['policy', 'apply', '-'], { input: foreign })).toMatchObject({
      code: 0,
      stderr: '',
    });
    const late = await m2m.run(['policy', 'apply', '-'], { input: stdout });
    expect([late.code, late.stderr]).toEqual([1, expect.stringContaining('M2M_POLICY_CONFLICT')]);
    const now = await m2m.run(['policy', 'get']);
    expect(documentOf(now.stdout)).toBe(documentOf(foreign));
    expect(now.stdout).not.toContain(line);

    const input = documentOf(stdout);
    const bare = await m2m.run(['policy', 'apply', '-'], { input });
    expect([bare.code, bare.stderr]).toEqual([0, expect.stringContaining('names no version')]);
    expect(documentOf((await m2m.run(['policy', 'get'])).stdout)).toBe(input);
  });

  it('does not overwrite what somebody else has changed meanwhile, and says what that was', async () => {
    const { stdout } = await m2m.run(['policy', 'get']);
    const version = await currentVersion();
    const allowing = (targets: string): string =>
      stdout.replace(/^( +)m3: \[.*\]$/m, `$1m3: [ ${targets} ]`);
    await apply(allowing('m1, m2'));
    const args = ['policy', 'apply', '-', '--if-version', `${version}`];
    const input = allowing('m1, { target: m2, scopes: [ read ] }');
    const late = await m2m.run(args, { input });
    expect([late.code, late.stdout]).toEqual([1, '']);
    expect(late.stderr).toContain('M2M_POLICY_CONFLICT');
    expect(late.stderr).toContain('m3 -> m2: added by you, added by another');
    await apply(stdout);
  });

  it('keeps who changed what and why, compares versions, and goes back to one', async () => {
    const { stdout } = await m2m.run(['policy', 'get']);
    const first = await currentVersion();
    const input = stdout.replace(/^( +)m3: \[.*\]$/m, '$1m3: [ m1, m2 ]');
    await m2m.run(['policy', 'apply', '-', '--message', 'für m3'], { input });
    const { stdout: history } = await m2m.run(['policy', 'history', '--limit', '2']);
    expect(history).toMatch(
      /^VERSION +AT +BY +CHANGES +MESSAGE\n +\d+ +[\d: -]{16} +root +\+1 +für m3\n/,
    );
    expect((await m2m.run(['policy', 'diff', `${first}`])).stdout).toBe('+ edge m3 -> m2\n');
    const back = await m2m.run(['policy', 'rollback', `${first}`, '--message', 'not yet']);
    expect([back.code, back.stdout]).toEqual([0, expect.stringContaining(`what ${first} said`)]);
    const same = await m2m.run(['policy', 'diff', `${first}`]);
    expect(same.stdout).toMatch(/say the same\.\n$/);
  });

  it('finds what is wrong with a document, and what is odd', async () => {
    const odd = 'microservices:\n  m1: { url: http://localhost:8001 }\nallow:\n  m1: ["*"]\n';
    const warned = await m2m.run(['policy', 'lint', '-'], { input: odd });
    expect([warned.code, warned.stdout]).toEqual([
      0,
      expect.stringMatching(/^wildcard +m1 -> \*/m),
    ]);
    const wrong = await m2m.run(['policy', 'lint', '-'], { input: odd.replace('"*"', 'm11') });
    expect([wrong.code, wrong.stdout]).toEqual([1, expect.stringContaining(':4:')]);
    expect((await m2m.run(['policy', 'lint'])).code).toBe(0);
  });

  it('says where in a document the mistakes are', async () => {
    const input = 'microservices:\n  m1: { url: http://localhost:8001 }\nallow:\n  m1: [m11]\n';
    const { code, stderr } = await m2m.run(['policy', 'apply', '-'], { input });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^m2m: .*\(M2M_POLICY_INVALID\)\n {5}4:8 .*m1/);
  });

  it.each([
    ['missing.yaml', 'missing.yaml cannot be read.'],
    ['-', 'What came in is empty.'],
  ])('refuses the document %s before it asks the auth-server', async (file, message) => {
    const { code, stderr } = await m2m.run(['policy', 'apply', file]);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });
});

describe('m2m graph', () => {
  it.each([
    ['mermaid', /^flowchart LR\n {2}n0\["m1"\]\n[\s\S]* {2}n0 --> n1\n/],
    ['dot', /^digraph policy \{[\s\S]* {2}"m1" -> "m2";\n[\s\S]*\}\n$/],
    ['svg', /<svg [\s\S]*<title>m1&#45;&gt;m2<\/title>[\s\S]*<\/svg>\n$/],
  ])('draws the policy as %s', async (format, picture) => {
    const { code, stdout, stderr } = await m2m.run(['graph', '--format', format]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(picture);
  });

  it('gives nodes and edges to programs, and only what one microservice reaches', async () => {
    const { nodes, edges } = await m2m.json<{ nodes: object[]; edges: object[] }>(
      'graph',
      '--from',
      'm1',
    );
    expect(nodes).toEqual([
      { name: 'm1', isEnabled: true },
      { name: 'm2', isEnabled: true },
    ]);
    expect(edges).toHaveLength(4);
  });

  it('writes to a file, and knows the name that was meant', async () => {
    expect((await m2m.run(['graph', '--out', 'policy.mmd'])).stdout).toBe('');
    expect(await readFile(join(m2m.folder, 'policy.mmd'), 'utf8')).toMatch(/^flowchart LR/);
    const { code, stderr } = await m2m.run(['graph', '--from', 'm33']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('Did you mean m3?')]);
  });
});

describe('every command', () => {
  it.each([
    [['polcy', 'get'], 'Did you mean policy?'],
    [['policy', 'gett'], 'Did you mean get?'],
    [['revoke', 'm1'], 'microservice, edge, token, key'],
    [['bananas'], 'There are up, policy'],
    [['policy', 'get', '--jsn'], 'Did you mean --json?'],
    [['policy'], 'm2m policy --help'],
    [[], 'm2m --help'],
    [['policy', 'apply'], 'Add --help'],
    [['policy', 'get', '--auth-server', 'nonsense'], 'M2M_AUTH_SERVER'],
    [['policy', 'get', '--auth-server'], 'auth-server'],
    [['graph', '--format', 'png'], 'mermaid'],
  ])('ends with 2 for %j and says what to do', async (args, repair) => {
    const { code, stdout, stderr } = await m2m.run(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^m2m: /);
    expect(stderr).toContain(repair);
  });

  it.each([
    ['no admin token', { M2M_HOME: '/nonexistent' }, 'M2M_ADMIN_TOKEN'],
    ['a wrong admin token', { M2M_ADMIN_TOKEN: 'x'.repeat(40) }, 'M2M_ADMIN_TOKEN'],
    ['an admin token that is none', { M2M_ADMIN_TOKEN: 'two words' }, 'M2M_ADMIN_TOKEN'],
  ])('ends with 4 for %s', async (_, env, repair) => {
    const { code, stdout, stderr } = await m2m.run(['policy', 'get'], { env });
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toContain(repair);
    expect(stderr).not.toContain('x'.repeat(40));
  });

  it('ends with 5 when nothing listens there', async () => {
    const [port] = await freePorts(1);
    const args = ['policy', 'get', '--auth-server', `http://127.0.0.1:${port}`];
    const { code, stderr } = await m2m.run(args);
    expect([code, stderr]).toEqual([5, expect.stringContaining('npx m2m up')]);
  });

  it('tells programs of errors in JSON', async () => {
    const { code, stderr } = await m2m.run(['policy', 'get', '--json'], {
      env: { M2M_HOME: '/nonexistent' },
    });
    expect(code).toBe(4);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'M2M_CLI_NO_ADMIN_TOKEN' } });
  });

  it('takes settings from .env, and the token from a file that is named', async () => {
    const file = join(m2m.folder, 'token');
    await writeFile(file, `${m2m.adminToken}\n`);
    await writeFile(join(m2m.folder, '.env'), 'M2M_ADMIN_TOKEN=from-the-file-that-is-not-right\n');
    expect((await m2m.run(['policy', 'get'])).code).toBe(4);
    expect((await m2m.run(['policy', 'get', '--admin-token-file', file])).code).toBe(0);
    await writeFile(join(m2m.folder, '.env'), '');
  });

  it('writes no colours into a pipe', async () => {
    const { stderr } = await m2m.run(['graph', '--from', 'm9']);
    expect(stderr).not.toContain('\u001b');
  });
});
