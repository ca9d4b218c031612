import { InMemorySigningKeyStore, startEmbeddedCore, type EmbeddedCore } from '@app/embedded-core';
import { patientWith } from '../../../../test/support/doctor-patient.js';
import { StubServer } from '../../../../test/support/stub-server.js';
import { coreCheck } from './core.check.js';
import type { Patient } from './diagnosis.js';
import { examine } from './examine.js';

const KEY = 'a-key-of-more-than-20-characters';
const NOWHERE = 'http://127.0.0.1:1';

const found = async (uri: string | undefined, apiKey?: string, parts: Partial<Patient> = {}) => {
  const core = uri === undefined ? undefined : { uris: uri.split(';'), apiKey };
  const findings = await examine([coreCheck], patientWith({ core, ...parts }));
  return findings.map(({ severity, id }) => `${severity} ${id}`);
};

describe('the doctor looks at the core', () => {
  const stub = new StubServer();
  const cores: EmbeddedCore[] = [];
  let closed = '';
  let open = '';

  const start = async (apiKeys?: readonly string[]): Promise<string> => {
    const core = await startEmbeddedCore({
      store: new InMemorySigningKeyStore(),
      port: 0,
      apiKeys,
    });
    cores.push(core);
    return core.url;
  };
  beforeAll(async () => {
    await stub.listen();
    [closed, open] = await Promise.all([start([KEY]), start()]);
  });
  afterAll(() => Promise.all([stub.close(), ...cores.map((core) => core.close())]));

  it('and finds a closed one of the right version well', async () => {
    expect(await found(closed, KEY)).toEqual(['ok core-closed', 'ok core-version']);
  });

  it('and finds one that asks for no key, which can mint any identity', async () => {
    expect(await found(open, KEY)).toEqual(['error core-open', 'ok core-version']);
  });

  it('and finds that the key of the environment is wrong, or missing', async () => {
    expect(await found(closed, `${KEY}x`)).toEqual(['error core-key-wrong', 'ok core-closed']);
    expect(await found(closed)).toEqual(['info core-key-missing', 'ok core-closed']);
  });

  it('and finds one away, one that hangs, and each of several', async () => {
    stub.reply = () => 'hang';
    expect(await found(NOWHERE)).toEqual(['error core-unreachable']);
    expect(await found(stub.url, KEY, { deadlineMs: 50 })).toEqual(['error core-unreachable']);
    stub.reply = () => ({ status: 404 });
    expect(await found(`${closed};${stub.url}`, KEY)).toEqual([
      'error core-unreachable',
      'ok core-closed',
      'ok core-version',
    ]);
  });

  it('and finds one that forgets its key under an unknown tenant, by reading only', async () => {
    stub.requests.length = 0;
    stub.reply = ({ path, headers }) => {
      const isGhost = !/^\/(hello|apiversion)/.test(path) && headers['cdi-version'] === '4.0';
      const isOpen = path === '/hello' || isGhost || headers['api-key'] === KEY;
      return isOpen ? { body: '{"versions":["5.4"]}' } : { status: 401 };
    };
    expect(await found(stub.url, KEY)).toEqual(['error core-vulnerable', 'ok core-version']);
    expect(new Set(stub.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
  });

  it.each(['{"versions":["5.3","4.0"]}', '{}', 'Hello'])(
    'and finds one that does not speak the right version: %s',
    async (body) => {
      stub.reply = ({ path, headers }) =>
        path === '/hello' || headers['api-key'] === KEY ? { body } : { status: 401 };
      expect(await found(stub.url, KEY)).toEqual([
        'error core-version-unsupported',
        'ok core-closed',
      ]);
    },
  );

  it.each([
    [{}, 'info core-not-named'],
    [{ isProduction: true }, 'error core-embedded-in-production'],
    [{ isProduction: true, allowsEmbeddedCore: true }, 'warning core-embedded-in-production'],
  ])('or says what it means that none is named: %j', async (parts, expected) => {
    expect(await found(undefined, undefined, parts)).toEqual([expected]);
  });
});
