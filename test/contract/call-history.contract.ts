import { readCalls } from '../../apps/auth-server/src/audit/read-calls.js';
import { callCounts } from '../../apps/auth-server/src/audit/audit.tables.js';
import type { Database } from '../../apps/auth-server/src/database/database.js';

const SINCE = new Date('2026-01-01T05:30:00Z');

const counted = (caller: string, target: string, hour: string, count: number) => ({
  hour: new Date(`2026-01-01T${hour}:00:00Z`),
  caller,
  target,
  scope: '',
  observed: '',
  count,
  lastAt: new Date(`2026-01-01T${hour}:59:00Z`),
});

/** What is read of the calls that were counted, on PGlite and on PostgreSQL alike. */
export function callHistoryContract(open: () => Promise<Database>): void {
  let database: Database;

  beforeAll(async () => {
    database = await open();
    await database.run((queries) =>
      queries
        .insert(callCounts)
        .values([
          counted('m1', 'm2', '04', 100),
          counted('m1', 'm2', '05', 1),
          counted('m1', 'm2', '06', 2),
          counted('m1', 'm3', '06', 4),
          counted('m2', 'm3', '06', 8),
          counted('*', '*', '06', 16),
        ]),
    );
  });
  afterAll(() => database.close());

  const read = (most?: number) => database.read((queries) => readCalls(queries, SINCE, most));

  it('tells the calls since the hour of a moment, and how many it cannot tell apart', async () => {
    const { calls, untold } = await read();
    expect(calls.map(({ caller, target, count }) => [caller, target, count])).toEqual([
      ['m1', 'm2', 3],
      ['m1', 'm3', 4],
      ['m2', 'm3', 8],
    ]);
    expect(untold).toBe(16);
  });

  it('says how many calls it leaves out when there are too many kinds of them', async () => {
    const { calls, untold } = await read(2);
    expect(calls.map(({ target }) => target)).toEqual(['m2', 'm3']);
    expect(untold).toBe(16 + 8);
  });

  it('tells of none when there are none', async () => {
    const none = await database.read((queries) => readCalls(queries, new Date('2026-01-02')));
    expect(none).toEqual({ calls: [], untold: 0 });
  });
}
