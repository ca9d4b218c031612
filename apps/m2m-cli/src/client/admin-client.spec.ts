import { StubServer } from '../../../../test/support/stub-server.js';
import { AdminClient } from './admin-client.js';
import { pathOf } from './admin-calls.js';

describe('AdminClient', () => {
  const server = new StubServer();
  const interruption = new AbortController();
  const clientOf = (signal = interruption.signal, deadlineMs = 300): AdminClient =>
    new AdminClient({
      authServer: server.url,
      token: () => Promise.resolve('admin-token'),
      signal,
      deadlineMs,
    });

  beforeAll(() => server.listen());
  afterAll(() => server.close());

  it('fills a path in, and escapes what goes into it', () => {
    expect(pathOf('/admin/microservices/{name}/credentials/{id}', { name: 'a/b', id: '..' })).toBe(
      '/admin/microservices/a%2Fb/credentials/..',
    );
    expect(() => pathOf('/x/{id}', { id: '' })).toThrow('needs id');
  });

  it.each([
    [
      'hang',
      { exitCode: 5, code: 'M2M_CLI_UNREACHABLE', message: expect.stringContaining('in time') },
    ],
    ['reset', { exitCode: 5, code: 'M2M_CLI_UNREACHABLE' }],
    ['cut', { exitCode: 5 }],
    [{ body: '<html>' }, { code: 'M2M_CLI_NO_AUTH_SERVER' }],
    [{ status: 302, headers: { location: 'http://127.0.0.1:1/' } }, { code: 'M2M_CLI_HTTP_302' }],
    [
      { status: 404, body: '{"code":"M2M_NOT_FOUND","message":"No."}' },
      { code: 'M2M_NOT_FOUND', exitCode: 1 },
    ],
    [
      { status: 401, body: '{}' },
      { exitCode: 4, hint: expect.stringContaining('M2M_ADMIN_TOKEN') },
    ],
    [
      { status: 403, body: '{"message":"role"}' },
      { exitCode: 4, message: 'role' },
    ],
    [
      { status: 503, body: 'busy' },
      { exitCode: 5, message: 'The auth-server answered 503.' },
    ],
    [
      { status: 429, body: '[]' },
      { exitCode: 1, hint: 'Try again in a few seconds.' },
    ],
    [
      { status: 400, body: '{"problems":[{"line":4,"message":"m11?"},{"message":"odd"}]}' },
      { details: ['4:1 m11?', 'odd'] },
    ],
  ] as const)('turns %j into an error that says what to do', async (reply, error) => {
    server.reply = () => reply;
    await expect(clientOf().json('readPolicy')).rejects.toMatchObject(error);
  });

  it('does not read an answer without an end', async () => {
    server.reply = () => 'endless';
    await expect(clientOf(interruption.signal, 20_000).json('readPolicy')).rejects.toMatchObject({
      message: 'The answer is larger than any answer of an auth-server.',
    });
  });

  it('sends the token as a bearer, what is asked in the query, and JSON as such', async () => {
    server.reply = ({ headers, path, body }) => ({
      body: JSON.stringify({ ...headers, path, body }),
    });
    const sent = await clientOf().json<Record<string, string>>('revoke', {
      json: { jti: 'x' },
      query: { since: '7d', limit: undefined },
      headers: { 'if-match': '"7"' },
    });
    expect(sent).toMatchObject({
      authorization: 'Bearer admin-token',
      'content-type': 'application/json',
      'if-match': '"7"',
      path: '/admin/revocations?since=7d',
      body: '{"jti":"x"}',
    });
  });

  it('is ended by Ctrl-C', async () => {
    server.reply = () => 'hang';
    const stopped = new AbortController();
    const call = clientOf(stopped.signal).json('readPolicy');
    stopped.abort();
    await expect(call).rejects.toMatchObject({ exitCode: 130 });
  });
});
