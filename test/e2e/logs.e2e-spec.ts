import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DemoSystem } from '../support/demo-system.js';
import { problemsOf, type LogLine } from '../support/log-table.js';

describe('the log of a running system', () => {
  let lines: readonly string[];
  let secrets: readonly string[];

  beforeAll(async () => {
    const system = await DemoSystem.start({ authServer: { M2M_LIMIT_PER_ADDRESS: 'off' } });
    const secret = async (...path: readonly string[]) =>
      (await readFile(join(system.home, ...path), 'utf8')).trim();
    const admin = await secret('admin-token');
    const bootstrap = await secret('credentials', 'm1.jwt');
    secrets = [admin, bootstrap, await secret('core-api-key')];
    await useEverything(system, admin, bootstrap);
    await system.stop();
    lines = [...system.processes.values()].flatMap((process) => process.lines);
  });

  const parsed = (): LogLine[] => lines.map((text) => JSON.parse(text) as LogLine);

  it('has nothing but lines of JSON that are as the table says', () => {
    expect(lines.length).toBeGreaterThan(20);
    expect(parsed().flatMap(problemsOf)).toEqual([]);
  });

  it('tells of what was decided, refused, changed and stopped', () => {
    const messages = new Set(parsed().map(({ message }) => message));
    for (const message of ['decision', 'credential refused', 'admin act', 'stopping']) {
      expect(messages).toContain(message);
    }
    expect(parsed()).toContainEqual(
      expect.objectContaining({ outcome: 'deny', reason: 'no_edge' }),
    );
  });

  it('has no token, no secret and no key in it', () => {
    const text = lines.join('\n');
    expect(text).not.toMatch(/eyJ[\w-]{10}/);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });
});

async function useEverything(system: DemoSystem, admin: string, bootstrap: string): Promise<void> {
  const json = { 'content-type': 'application/json' };
  const server = (path: string, init: RequestInit): Promise<Response> =>
    fetch(system.url('auth-server', path), init);
  const ask = (token: string, body: object): Promise<Response> =>
    server('/accesstoken', {
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
  await Promise.all([
    system.query('m1', 'm2'),
    system.query('m1', 'm3'),
    system.query('m3', 'm1'),
    fetch(system.url('m2', '/hello')),
    ask('wrong', { target: 'm2' }),
    ask(bootstrap, { target: 'm2', scope: 'a b' }),
    ask(bootstrap, { target: '\n{"level":"log"}' }),
    server('/oauth/token', { method: 'POST', body: new URLSearchParams({ client_id: 'm1' }) }),
    server('/admin/policy', { headers: { authorization: 'Bearer wrong' } }),
  ]);
  const authorization = `Bearer ${admin}`;
  const revoked = await server('/admin/revocations', {
    method: 'POST',
    headers: { ...json, authorization },
    body: JSON.stringify({ microservice: 'm3', reason: 'a drill' }),
  });
  const { id } = (await revoked.json()) as { id: string };
  await server(`/admin/revocations/${id}`, { method: 'DELETE', headers: { authorization } });
  await server('/admin/policy', {
    method: 'PUT',
    headers: { authorization, 'content-type': 'application/yaml', 'if-match': '"0"' },
    body: 'microservices: {}',
  });
}
