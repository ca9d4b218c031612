import { CoreOptionsError } from './core-options.error.js';
import { resolveCoreOptions, type EmbeddedCoreOptions } from './embedded-core.options.js';
import { InMemorySigningKeyStore } from './keys/in-memory-signing-key-store.js';

const store = new InMemorySigningKeyStore();

describe('the options of an embedded core', () => {
  it('have defaults for all but the store', () => {
    const resolved = resolveCoreOptions({ store });
    expect(resolved).toMatchObject({
      host: '127.0.0.1',
      port: 3567,
      apiKeys: [],
      appAliases: [],
      dynamicKeyIntervalSec: 604_800,
      accessTokenValiditySec: 3600,
      keyReloadMs: 10_000,
      maxBodyBytes: 1_048_576,
      drainMs: 5000,
    });
    expect(Math.abs(resolved.clock.nowMs() - Date.now())).toBeLessThan(10_000);
    expect(resolved.onError(new Error('nobody listens'))).toBeUndefined();
  });

  it.each<[keyof EmbeddedCoreOptions, number]>([
    ['port', -1],
    ['port', 65_536],
    ['port', 1.5],
    ['port', NaN],
    ['dynamicKeyIntervalSec', 3599],
    ['dynamicKeyIntervalSec', Infinity],
    ['accessTokenValiditySec', 0],
    ['keyReloadMs', 0],
    ['keyReloadMs', 30_001],
    ['maxBodyBytes', 0],
    ['drainMs', -1],
    ['drainMs', 2 ** 31],
  ])('stop the start for a %s of %p, which the message names', (option, value) => {
    const resolve = () => resolveCoreOptions({ store, [option]: value });
    expect(resolve).toThrow(CoreOptionsError);
    expect(resolve).toThrow(new RegExp(`"${option}".*${value}`));
  });

  it.each(['0.0.0.0', '::', '10.0.0.7', 'core.internal', '127.0.0.1.example.org'])(
    'stop the start of an open core on %s, where anyone could mint any identity',
    (host) => {
      expect(() => resolveCoreOptions({ store, host })).toThrow(/"apiKeys": without a key/);
    },
  );

  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])(
    'let an open core on %s start',
    (host) => {
      expect(resolveCoreOptions({ store, host }).host).toBe(host);
    },
  );

  it('let a core with a key listen anywhere', () => {
    const apiKeys = ['some-api-key-0123456789'];
    expect(resolveCoreOptions({ store, host: '0.0.0.0', apiKeys }).apiKeys).toBe(apiKeys);
  });
});
