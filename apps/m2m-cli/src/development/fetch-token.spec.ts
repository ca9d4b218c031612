import { StubServer, type StubReply } from '../../../../test/support/stub-server.js';
import { EXIT } from '../output/exit-codes.js';
import { fetchToken } from './fetch-token.js';

describe('a request for a token to try something with', () => {
  let server: StubServer;
  beforeEach(async () => {
    server = await new StubServer().listen();
  });
  afterEach(() => server.close());

  const fetched = (signal = new AbortController().signal) =>
    fetchToken({ authServer: server.url, credential: 'c', target: 'm2', scope: 'a', signal });

  it('answers what the auth-server grants', async () => {
    server.reply = () => ({ body: '{"accessToken":"t"}' });
    await expect(fetched()).resolves.toEqual({ accessToken: 't' });
    expect(server.requests).toMatchObject([
      { path: '/accesstoken', body: '{"target":"m2","scope":"a"}' },
    ]);
  });

  it.each<[string, StubReply, object]>([
    ['a page of a proxy', { status: 502, body: '<html>' }, { exitCode: EXIT.unreachable }],
    ['a redirect', { status: 302, headers: { location: '/' } }, { code: 'M2M_CLI_HTTP_302' }],
    ['a page that is no token', { body: '<html>' }, { code: 'M2M_CLI_NO_AUTH_SERVER' }],
    ['nothing', 'reset', { code: 'M2M_CLI_UNREACHABLE' }],
  ])('tells %s as what it is', async (_, reply, error) => {
    server.reply = () => reply;
    await expect(fetched()).rejects.toMatchObject(error);
    expect(server.requests).toHaveLength(1);
  });

  it('ends with Ctrl-C', async () => {
    const interruption = new AbortController();
    server.reply = () => {
      interruption.abort();
      return 'hang';
    };
    const code = 'M2M_CLI_INTERRUPTED';
    await expect(fetched(interruption.signal)).rejects.toMatchObject({ code });
  });
});
