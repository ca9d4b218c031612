import { contextAt } from '../../../../test/support/cli-context.js';
import { json } from '../../../../test/support/stub-auth-server.js';
import { StubServer } from '../../../../test/support/stub-server.js';
import { UsageError } from '../output/cli.errors.js';
import { audit } from './audit.command.js';

const ENTRY = {
  kind: 'act',
  id: 'a1',
  at: '2026-01-01T12:00:00Z',
  actor: { label: 'root\u001b[2J\nforged' },
  action: 'policy.replace',
};

describe('m2m audit --follow', () => {
  let server: StubServer;
  beforeEach(async () => {
    server = await new StubServer().listen();
  });
  afterEach(() => server.close());

  it.each(['since', 'until'])('takes no --%s, which it would not heed', async (option) => {
    const run = audit.run({ follow: true, limit: 50, [option]: '1h' }, contextAt(server.url));
    await expect(run).rejects.toThrow(UsageError);
    expect(server.requests).toEqual([]);
  });

  it('prints no text of somebody that steers the terminal, and ends well while it asks', async () => {
    const interruption = new AbortController();
    const context = contextAt(server.url, interruption.signal);
    server.reply = (_, nth) => {
      if (nth === 1) return json(200, { entries: [ENTRY] });
      interruption.abort();
      return 'hang';
    };
    await expect(audit.run({ follow: true, limit: 50 }, context)).resolves.toBeUndefined();
    expect(context.said.stdout).toBe(
      '2026-01-01 12:00  policy.replace  root\u{fffd}[2J\u{fffd}forged  -  -  -  a1\n',
    );
  });
});
