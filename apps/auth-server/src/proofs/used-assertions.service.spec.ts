import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import { openDatabase } from '../database/open-database.js';
import type { Database } from '../database/database.js';
import { DatabaseUnavailable } from '../database/database.errors.js';
import { usedAssertions } from './used-assertions.tables.js';
import { UsedAssertions } from './used-assertions.service.js';

const HOUR_MS = 3_600_000;
const assertion = (traits: object = {}) => ({
  clientId: 'm1',
  assertionId: 'one',
  endsAtMs: Date.now() + 60_000,
  ...traits,
});

describe('UsedAssertions', () => {
  let database: Database;
  let used: UsedAssertions;
  beforeAll(async () => {
    database = await openDatabase(EMPTY_DATABASE);
  }, 60_000);
  beforeEach(async () => {
    await database.run((queries) => queries.delete(usedAssertions));
    used = new UsedAssertions(database);
  });
  afterAll(() => database.close());

  const count = async () =>
    (await database.run((queries) => queries.select().from(usedAssertions))).length;

  it('accepts every assertion once', async () => {
    expect(await used.claim(assertion())).toBe(true);
    expect(await used.claim(assertion())).toBe(false);
    const others = [assertion({ assertionId: 'two' }), assertion({ clientId: 'm2' })];
    for (const other of others) expect(await used.claim(other)).toBe(true);
  });

  it('accepts one of many at the same moment', async () => {
    const accepted = await Promise.all([1, 2, 3, 4].map(() => used.claim(assertion())));
    expect(accepted.filter(Boolean)).toHaveLength(1);
  });

  it('forgets assertions only when they are too old for every clock', async () => {
    const ages = [1000, -60_000, -HOUR_MS].map((ms, index) =>
      assertion({ assertionId: `${index}`, endsAtMs: Date.now() + ms }),
    );
    for (const aged of ages) await used.claim(aged);
    await used.cleanUp();
    expect(await count()).toBe(2);
  });

  it('cleans up by itself until it is stopped', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    try {
      await used.claim(assertion({ endsAtMs: Date.now() - HOUR_MS }));
      used.onApplicationBootstrap();
      jest.advanceTimersByTime(60_000);
      await used.beforeApplicationShutdown();
      expect(await count()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it('tells when nobody can tell, and stays quiet about cleaning up', async () => {
    const failing = new UsedAssertions({
      run: () => Promise.reject(new DatabaseUnavailable()),
    } as unknown as Database);
    await expect(failing.claim(assertion())).rejects.toThrow(DatabaseUnavailable);
    await expect(failing.cleanUp()).resolves.toBeUndefined();
  });
});
