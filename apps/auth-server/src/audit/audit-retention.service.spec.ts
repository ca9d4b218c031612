import { byHand, valueOf } from '../../../../test/contract/policy-fixture.js';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { CutDatabase } from '../../../../test/support/cut-database.js';
import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import { FakeClock } from '../../../../test/support/fake-clock.js';
import type { Database } from '../database/database.js';
import { openDatabase } from '../database/open-database.js';
import { AuditRetention } from './audit-retention.service.js';

const DAY_MS = 86_400_000;

/** One row in each table, so many days before 2026-01-31. */
const INSERTS = (days: number, id: string) => {
  const at = `timestamptz '2026-01-31T00:00:00Z' - interval '${days} days'`;
  return [
    `insert into decisions_denied (id, at, request_id, reason, instance) values ('${id}', ${at}, '', '', '')`,
    `insert into admin_acts values ('${id}', ${at}, '', '', '', '', '{}', 'done', 200, null, '', '', '')`,
    `insert into audit_gaps values ('${id}', ${at}, ${at}, 1, 1, '')`,
    `insert into call_counts values (${at}, '${id}', '', '', '', 1, ${at})`,
    `insert into audit_writers values ('${id}', 1, ${at})`,
  ];
};
const TABLES = [
  ['decisions_denied', 'id'],
  ['admin_acts', 'id'],
  ['audit_gaps', 'id'],
  ['call_counts', 'caller'],
  ['audit_writers', 'instance'],
] as const;

describe('AuditRetention', () => {
  let database: Database;
  let cable: CutDatabase;
  let clock: FakeClock;
  let retention: AuditRetention;
  let log: CapturedLog;

  beforeAll(async () => {
    database = await openDatabase(EMPTY_DATABASE);
  }, 60_000);
  beforeEach(async () => {
    for (const [table] of TABLES) await byHand(database, `truncate ${table}`);
    log = new CapturedLog();
    cable = new CutDatabase(database);
    clock = new FakeClock(Date.UTC(2026, 0, 31));
    retention = new AuditRetention({ database: cable, clock, retentionDays: 30 });
  });
  afterEach(() => log.release());
  afterAll(() => database.close());

  it('deletes what is older than it is to be kept, and nothing else', async () => {
    for (const insert of [...INSERTS(31, 'old'), ...INSERTS(29, 'young')]) {
      await byHand(database, insert);
    }
    await retention.run();
    for (const [table, key] of TABLES) {
      expect(await valueOf(database, `select string_agg(${key}, ' ') from ${table}`)).toBe('young');
    }
    expect(log.lines).toEqual([
      expect.objectContaining({ message: 'audit entries deleted', deleted: 5 }),
    ]);
    clock.advance(2 * DAY_MS);
    await retention.run();
    expect(await valueOf(database, 'select count(*)::int from decisions_denied')).toBe(0);
  });

  it('deletes in small transactions, however much there is', async () => {
    await byHand(
      database,
      `insert into decisions_denied (id, at, request_id, reason, instance)
       select n::text, timestamptz '2025-01-01T00:00:00Z', '', '', '' from generate_series(1, 4500) n`,
    );
    await retention.run();
    expect(await valueOf(database, 'select count(*)::int from decisions_denied')).toBe(0);
    expect(cable.attempts).toBe(4);
  });

  it('leaves the rows and says so while the database is away, and deletes them later', async () => {
    await byHand(database, INSERTS(31, 'old')[0] ?? '');
    cable.isCut = true;
    await retention.run();
    expect(log.lines).toEqual([
      expect.objectContaining({ level: 'warn', message: 'audit entries cannot be deleted' }),
    ]);
    cable.isCut = false;
    await retention.run();
    expect(await valueOf(database, 'select count(*)::int from decisions_denied')).toBe(0);
  });

  it('begins once an hour until it is stopped', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    try {
      await byHand(database, INSERTS(31, 'old')[0] ?? '');
      retention.onApplicationBootstrap();
      jest.advanceTimersByTime(3_599_999);
      expect(cable.attempts).toBe(0);
      jest.advanceTimersByTime(1);
      await retention.run();
      expect(await valueOf(database, 'select count(*)::int from decisions_denied')).toBe(0);
      await retention.beforeApplicationShutdown();
      const { attempts } = cable;
      jest.advanceTimersByTime(3_600_000);
      expect(cable.attempts).toBe(attempts);
    } finally {
      jest.useRealTimers();
    }
  });
});
