import { FakeClock } from '../../../../test/support/fake-clock.js';
import { keySourceAt } from './foreign-key-source.js';
import { ForeignKeys, ForeignKeysUnavailable } from './foreign-keys.js';

const URI = 'http://m1/jwks';
const MINUTE_MS = 60_000;

describe('the keys that clients publish', () => {
  let clock: FakeClock;
  let documents: unknown[];
  let fetched: string[];
  let published: ForeignKeys;

  beforeEach(() => {
    clock = new FakeClock();
    documents = [{ keys: ['a'] }];
    fetched = [];
    published = new ForeignKeys(clock, (uri) => async () => {
      fetched.push(uri);
      const document = documents.length > 1 ? documents.shift() : documents[0];
      if (document instanceof Error) throw document;
      return document;
    });
  });

  const ask = (needed = 'a') => published.keysAt(URI, (keys) => keys.includes(needed));

  it('are fetched once for all who ask at the same moment, and then remembered', async () => {
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([['a'], ['a'], ['a']]);
    expect(await ask()).toEqual(['a']);
    expect(fetched).toEqual([URI]);
  });

  it('are fetched again once they have aged', async () => {
    documents = [{ keys: ['a'] }, { keys: ['b'] }];
    await ask();
    clock.advance(5 * MINUTE_MS);
    expect(await ask()).toEqual(['b']);
  });

  it('are fetched once per cooldown for a key that is not among them', async () => {
    documents = [{ keys: ['a'] }, { keys: ['a', 'b'] }];
    await ask();
    expect(await ask('b')).toEqual(['a']);
    clock.advance(30_000);
    expect(await ask('b')).toEqual(['a', 'b']);
    expect(fetched).toHaveLength(2);
  });

  it('stay in force while no newer ones can be had, for a day', async () => {
    documents = [{ keys: ['a'] }, new Error('down')];
    await ask();
    clock.advance(60 * MINUTE_MS);
    expect(await ask()).toEqual(['a']);
    clock.advance(24 * 60 * MINUTE_MS);
    await expect(ask()).rejects.toThrow(ForeignKeysUnavailable);
  });

  it.each([new Error('down'), { keys: 'a' }])('are unavailable for %p', async (document) => {
    documents = [document];
    await expect(ask()).rejects.toThrow(ForeignKeysUnavailable);
    await expect(ask()).rejects.toThrow(ForeignKeysUnavailable);
    expect(fetched).toHaveLength(1);
  });

  it('come over HTTP from nobody else than the one who is asked', async () => {
    const overHttp = new ForeignKeys(clock, keySourceAt);
    await expect(overHttp.keysAt('http://127.0.0.1:1/', () => true)).rejects.toThrow(
      ForeignKeysUnavailable,
    );
  });
});
