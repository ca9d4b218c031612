import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { requestToken } from '../../support/demo-admin.js';
import { M2MCommand } from '../../support/m2m-command.js';

const m2m = M2MCommand.forThisFile();

beforeAll(async () => {
  for (const target of ['m1', 'm2', 'm3'] as const) await requestToken(m2m.demo, 'm1', target);
});

const policy = async (): Promise<string> => (await m2m.run(['policy', 'get'])).stdout;

describe('m2m why', () => {
  it('says what would be decided, why, and what is allowed instead', async () => {
    const { code, stdout } = await m2m.run(['why', 'm1', 'm3']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^m1 -> m3 is refused: no_edge\n/);
    expect(stdout).toContain('m1 may call: m1, m2');
    expect((await m2m.run(['why', 'm1', 'm2'])).stdout).toMatch(/^m1 -> m2 is allowed: edge\n/);
    const answer = await m2m.json<object>('why', 'm1', 'm33');
    expect(answer).toMatchObject({ allowed: false, reason: 'target_unknown' });
  });

  it('answers for scopes and for moments, and says how to write one', async () => {
    const scoped = await m2m.json<object>('why', 'm1', 'm2', '--scope', 'read');
    expect(scoped).toMatchObject({ reason: 'scope_missing' });
    const early = await m2m.run(['why', 'm1', 'm2', '--at', '2001-01-01']);
    expect([early.code, early.stderr]).toEqual([1, expect.stringContaining('VERSION_UNKNOWN')]);
    expect((await m2m.run(['why', 'm1', 'm2', '--at', 'yesterday'])).code).toBe(2);
  });
});

describe('m2m policy plan, policy propose and edges', () => {
  it('find the calls that a document would refuse, and end with 3 then', async () => {
    const input = (await policy()).replace(/^( +)m1: \[.*\]$/m, '$1m1: [ m1 ]');
    const { code, stdout } = await m2m.run(['policy', 'plan', '-', '--since', '1h'], { input });
    expect(code).toBe(3);
    expect(stdout).toMatch(/^- edge m1 -> m2\n/);
    expect(stdout).toMatch(/^CALLER +TARGET[^\n]*\nm1 +m2 +- +no_edge +\d+ /m);
    expect(stdout).toMatch(/would be refused\.\n$/);
  });

  it('let a document pass that refuses nothing, and one with mistakes not', async () => {
    const same = await m2m.run(['policy', 'plan', '-'], { input: await policy() });
    expect([same.code, same.stdout]).toEqual([0, expect.stringMatching(/^It changes nothing\./)]);
    const wrong = await m2m.run(['policy', 'plan', '-'], { input: 'allow: 7' });
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('M2M_POLICY_INVALID')]);
  });

  it('propose what was called and no more', async () => {
    const { code, stdout } = await m2m.run(['policy', 'propose', '--since', '1h']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/m1: *\[ ?m1, m2 ?\]/);
    expect(stdout).not.toMatch(/^ +m3: \[/m);
    const written = await m2m.run(['policy', 'propose', '--out', 'least.yaml']);
    expect(written.stdout).toBe('Written to least.yaml.\n');
    expect((await m2m.run(['policy', 'plan', 'least.yaml'])).code).toBe(0);
  });

  it('list edges with their use, and those without', async () => {
    const { stdout } = await m2m.run(['edges', '--caller', 'm1']);
    expect(stdout).toMatch(
      /^CALLER +TARGET[^\n]*\nm1 +m1 [\s\S]*^m1 +m2 +- +\d+ +[\d-]{10} [\d:]{5} /m,
    );
    const unused = await m2m.json<readonly { caller: string }[]>('edges', '--unused', '1h');
    expect(unused.map(({ caller }) => caller)).toEqual(expect.arrayContaining(['m2', 'm3']));
    const ending = await m2m.run(['edges', '--expiring', '14d']);
    expect(ending.stdout).toBe('There is no such edge.\n');
  });
});

describe('m2m audit', () => {
  it('shows denials and acts, and only those that are asked for', async () => {
    const { stdout } = await m2m.run(['audit', '--caller', 'm1', '--since', '1h']);
    expect(stdout).toMatch(/^AT +WHAT +WHO +ABOUT +WHY[^\n]*\n[^\n]* denied +m1 +m3 +no_edge /);
    const acts = await m2m.json<readonly { kind: string }[]>(
      'audit',
      '--kind',
      'act',
      '--limit',
      '3',
    );
    expect(acts.every(({ kind }) => kind === 'act')).toBe(true);
    expect((await m2m.run(['audit', '--caller', 'm9'])).stdout).toBe('Nothing.\n');
    expect((await m2m.run(['audit', '--since', 'soon'])).code).toBe(1);
  });

  it('follows what comes until Ctrl-C', async () => {
    const run = m2m.start(['audit', '--follow', '--target', 'm3', '--json']);
    const lines = createInterface({ input: run.stdout });
    await once(run.stderr, 'data');
    const line = once(lines, 'line') as Promise<[string]>;
    await requestToken(m2m.demo, 'm2', 'm3');
    const [first] = await line;
    expect(JSON.parse(first)).toMatchObject({ kind: 'denial', target: 'm3' });
    run.kill('SIGINT');
    expect((await once(run, 'exit'))[0]).toBe(0);
  });
});
