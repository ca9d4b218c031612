import { StubServer } from '../../../../test/support/stub-server.js';
import type { Database } from '../database/database.js';
import { CoreConnection } from './core-connection.service.js';
import { CoreIncompatible } from './core-unavailable.error.js';

describe('CoreConnection to a core at an address', () => {
  const stub = new StubServer();
  let connection: CoreConnection;

  const open = (apiKey?: string): Promise<CoreConnection> => {
    const key = apiKey === undefined ? {} : { apiKey };
    const core = { kind: 'remote', connectionUri: stub.url, ...key } as const;
    const options = { core, home: '', timeoutMs: 2000, publicUrl: 'http://localhost:8000' };
    // A remote core keeps its own keys: the database is not touched.
    return CoreConnection.open(options, undefined as unknown as Database);
  };

  beforeAll(async () => {
    stub.reply = () => ({
      headers: { 'content-type': 'application/json' },
      body: '{"versions":["2.21","5.2"]}',
    });
    await stub.listen();
    connection = await open();
  });
  afterAll(() => stub.close());

  it('asks nothing of the core until it is used', () => {
    expect(stub.requests).toEqual([]);
  });

  it('tells a core of another protocol from one that is away, for every call', async () => {
    await expect(connection.publicKeys()).rejects.toBeInstanceOf(CoreIncompatible);
    await expect(connection.createJwt({}, 60, 'static')).rejects.toThrow(
      /does not speak CDI 5\.4.*version 11\.3 or newer/,
    );
  });

  it('sends no API key when it has none', () => {
    expect(stub.requests[0]?.headers).not.toHaveProperty('api-key');
  });

  it('asks nothing of the core when it is given an API key either', async () => {
    stub.requests.length = 0;
    await expect(open('spec-api-key-0123456789')).resolves.toBeInstanceOf(CoreConnection);
    expect(stub.requests).toEqual([]);
  });

  it('has nothing to stop', async () => {
    await expect(connection.onApplicationShutdown()).resolves.toBeUndefined();
  });
});
