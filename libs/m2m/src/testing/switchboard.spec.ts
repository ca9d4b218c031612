import { KitFixture } from '../../../../test/support/kit-application.js';
import type { M2MTestKit } from './m2m-test-kit.js';

let fixture: KitFixture;
let kit: M2MTestKit;

beforeEach(async () => {
  fixture = await KitFixture.start();
  ({ kit } = fixture);
});

afterEach(() => fixture.stop());

const forward = (target: string): Promise<Response> =>
  kit.as('m1').call('m2', '/forward', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ target }),
  });

describe('calls of a microservice under test', () => {
  it('reach another one under test, with a token of its own', async () => {
    await fixture.run('m2');
    await fixture.run('m1');
    expect(await (await forward('m1')).json()).toEqual({ name: 'm2', scopes: [] });
  });

  it('reach a stub, which sees the request and its token', async () => {
    await fixture.run('m2');
    const seen: unknown[] = [];
    kit.stub('m4', ({ method, path, headers, body }) => {
      seen.push([method, path, headers.authorization?.split('.').length, body]);
      return { body: { stubbed: true } };
    });
    expect(await (await forward('m4')).json()).toEqual({ stubbed: true });
    expect(seen).toEqual([['GET', '/hello?loud=yes', 3, '']]);
  });

  it('see the status and the headers of a stub', async () => {
    kit.stub('m4', () => ({ status: 418, headers: { 'x-tea': 'green' }, body: 'short' }));
    const answer = await kit.callWithoutToken('m4', '/', { method: 'POST', body: 'pour' });
    expect([answer.status, answer.headers.get('x-tea'), await answer.text()]).toEqual([
      418,
      'green',
      'short',
    ]);
  });

  it('see 500 from a stub that throws, and 502 for one that nobody made', async () => {
    kit.stub('m4', () => {
      throw new Error('broken stub');
    });
    const broken = await kit.callWithoutToken('m4', '');
    expect([broken.status, await broken.text()]).toEqual([500, 'Error: broken stub']);
    const absent = await kit.callWithoutToken('m9', '/hello');
    expect(absent.status).toBe(502);
    expect(await absent.text()).toMatch(/No microservice "m9" is part of this test/);
  });

  it('break off, and end no process, when an application cannot become ready', async () => {
    kit.seat().board.connect('m4', () => Promise.reject(new Error('a plugin failed')));
    await expect(kit.callWithoutToken('m4', '/')).rejects.toThrow('fetch failed');
  });

  it('answer an empty 200 from a stub that says nothing', async () => {
    kit.stub('m4', () => ({}));
    const answer = await kit.callWithoutToken('m4', '/');
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  it('never leave for the switchboard’s own root', async () => {
    const url = new URL(kit.seat().board.urlOf('m1'));
    expect((await fetch(url.origin)).status).toBe(502);
  });
});
