import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requestToken } from '../support/demo-admin.js';
import { DemoSystem, type Name } from '../support/demo-system.js';

type Json = Readonly<Record<string, unknown>>;
type Entries = { readonly entries: readonly Json[]; readonly next?: string };

const OBSERVING = `# the demo, with m3 on trial
microservices:
  m1: { url: http://localhost:8001, owner: team-a }
  m2: { url: http://localhost:8002 }
  m3: { url: http://localhost:8003, mode: observe } # new here
allow:
  m1: [m1, m2] # orders
  m2: [m1, m2]
  m3: [m1]
`;

describe('what an auth-server remembers', () => {
  let demo: DemoSystem;
  let admin: string;

  beforeAll(async () => {
    demo = await DemoSystem.start({ only: 'auth-server' });
    admin = (await readFile(join(demo.home, 'admin-token'), 'utf8')).trim();
  }, 60_000);
  afterAll(() => demo.stop());

  const administer = (path: string, init: RequestInit = {}) =>
    fetch(demo.url('auth-server', `/admin${path}`), {
      ...init,
      headers: { authorization: `Bearer ${admin}`, ...(init.headers as Record<string, string>) },
    });
  const audit = async (query: string) =>
    ((await (await administer(`/audit?${query}`)).json()) as Entries).entries;
  const put = async (body: string, etag: string | null) =>
    administer('/policy', {
      method: 'PUT',
      headers: { 'content-type': 'application/yaml', 'if-match': etag ?? '' },
      body,
    });
  const etag = async () => (await administer('/policy')).headers.get('etag');
  const statusOf = async (caller: Name, target: Name) =>
    (await requestToken(demo, caller, target))[0];

  it('keeps a denial under the id that its caller was told', async () => {
    const [status, answer] = await requestToken(demo, 'm3', 'm2');
    const { decisionId } = answer as { readonly decisionId: string };
    expect(status).toBe(401);
    const entry = (await (await administer(`/audit/${decisionId}`)).json()) as Json;
    expect(entry).toMatchObject({
      kind: 'denial',
      decisionId,
      caller: 'm3',
      target: 'm2',
      reason: 'no_edge',
      sourceAddress: '127.0.0.1',
    });
    expect(await audit('caller=m3&limit=1')).toEqual([entry]);
  });

  it('keeps forged credentials as a number, and no piece of them', async () => {
    const forged = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJtMSJ9.tell-tale';
    for (let n = 0; n < 5; n++) {
      await fetch(demo.url('auth-server', '/accesstoken'), {
        method: 'POST',
        headers: { authorization: `Bearer ${forged}`, 'content-type': 'application/json' },
        body: '{"target":"m2"}',
      });
    }
    const entries = await audit('kind=denial&since=1h');
    const anonymous = entries.filter(({ caller }) => caller === undefined);
    expect(anonymous.reduce((sum, { count }) => sum + Number(count), 0)).toBe(5);
    expect(anonymous.length).toBeLessThanOrEqual(2);
    expect(JSON.stringify(entries)).not.toContain('tell-tale');
  });

  it('proposes what was seen of an observed caller, of which nothing is refused afterwards', async () => {
    expect((await put(OBSERVING, await etag())).status).toBe(200);
    const calls = [
      ['m1', 'm2'],
      ['m3', 'm2'],
      ['m3', 'm3'],
    ] as const;
    for (const [caller, target] of calls) expect(await statusOf(caller, target)).toBe(200);

    const answer = await administer('/policy/proposal?since=1d');
    const proposal = await answer.text();
    expect(proposal).toContain('m1: [ m2 ] # orders');
    expect(proposal).toContain('m3: [ m2, m3 ]');
    expect(proposal).toContain('m3: { url: http://localhost:8003 } # new here');

    const planned = await administer('/policy/plan?since=1d', {
      method: 'POST',
      headers: { 'content-type': 'application/yaml' },
      body: proposal,
    });
    expect(await planned.json()).toMatchObject({ wouldDeny: [], totals: { calls: 3 } });

    expect((await put(proposal, answer.headers.get('etag'))).status).toBe(200);
    for (const [caller, target] of calls) expect(await statusOf(caller, target)).toBe(200);
    expect(await statusOf('m3', 'm1')).toBe(401);
    expect(await statusOf('m2', 'm1')).toBe(401);
  });

  it('keeps who changed what, and who tried', async () => {
    await fetch(demo.url('auth-server', '/admin/policy'), { method: 'PUT' });
    const acts = await audit('kind=act');
    expect(acts.filter(({ action }) => action === 'policy.replace')).toHaveLength(2);
    expect(acts[0]).toMatchObject({
      actor: { id: 'root', role: 'administer' },
      outcome: 'done',
      status: 200,
      sourceAddress: '127.0.0.1',
    });
    expect(await audit('reason=M2M_ADMIN_TOKEN_MISSING')).toMatchObject([{ count: 1 }]);
    expect(JSON.stringify(acts)).not.toContain(admin);
  });

  it('knows which edges are used, also after a restart', async () => {
    await demo.process('auth-server').stop();
    await demo.startAuthServer();
    const { edges } = (await (await administer('/edges')).json()) as { edges: readonly Json[] };
    expect(edges.map(({ caller, target, count }) => [caller, target, count])).toEqual([
      ['m1', 'm2', 2],
      ['m3', 'm2', 2],
      ['m3', 'm3', 2],
    ]);
    expect(await (await administer('/edges?unused=1h')).json()).toMatchObject({ total: 0 });
  });
});
