import { InMemorySigningKeyStore, startEmbeddedCore, type EmbeddedCore } from '@app/embedded-core';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { StubServer } from '../../../../test/support/stub-server.js';
import { OpenCoreCheck } from './open-core-check.service.js';
import type { SigningOptions } from './signing-options.js';

const API_KEY = 'a-key-of-at-least-20-characters';

const look = (core: SigningOptions['core']): Promise<void> =>
  new OpenCoreCheck({
    core,
    home: '',
    timeoutMs: 500,
    publicUrl: 'http://localhost:8000',
  }).onApplicationBootstrap();

const remote = (connectionUri: string, mustBeClosed = false) =>
  ({ kind: 'remote', connectionUri, ...(mustBeClosed && { mustBeClosed }) }) as const;

const start = (apiKeys: readonly string[]): Promise<EmbeddedCore> =>
  startEmbeddedCore({ port: 0, apiKeys, store: new InMemorySigningKeyStore() });

describe('the look for a core that is open', () => {
  let open: EmbeddedCore;
  let closed: EmbeddedCore;
  let log: CapturedLog;

  beforeAll(async () => {
    [open, closed] = await Promise.all([start([]), start([API_KEY])]);
  });
  afterAll(() => Promise.all([open.close(), closed.close()]));
  beforeEach(() => {
    log = new CapturedLog();
  });
  afterEach(() => log.release());

  it('F13: warns of one, among others that are closed', async () => {
    await look(remote(`${closed.url};${open.url}`));
    expect(log.lines).toMatchObject([
      { level: 'warn', at: expect.arrayContaining([`${open.url}/recipe/jwt`]) },
    ]);
    expect(log.text).not.toContain(closed.url);
  });

  it('F13: stops the start where it must be closed, and says what to set', async () => {
    await expect(look(remote(open.url, true))).rejects.toThrow(/api_keys.*M2M_ALLOW_OPEN_CORE/);
  });

  it('F14: finds one that lets in a tenant which does not exist', async () => {
    const stub = await new StubServer().listen();
    stub.reply = ({ path }) => ({ status: path.startsWith('/ghosttenant/') ? 200 : 401 });
    await expect(look(remote(stub.url, true))).rejects.toThrow(`${stub.url}/ghosttenant/`);
    expect(stub.requests.every(({ headers }) => headers['api-key'] === undefined)).toBe(true);
    await stub.close();
  });

  it('is silent about a core that is closed, one that is away, and the embedded one', async () => {
    await look(remote(closed.url, true));
    await look(remote('http://127.0.0.1:9', true));
    await look({ kind: 'embedded', port: 0 });
    expect(log.lines).toEqual([]);
  });
});
