import { Logger } from '@nestjs/common';
import { AuditTrail } from '../../../apps/auth-server/src/audit/audit-trail.service.js';
import { deleteExpired } from '../../../apps/auth-server/src/audit/delete-expired.js';
import type { Database } from '../../../apps/auth-server/src/database/database.js';
import { openDatabase } from '../../../apps/auth-server/src/database/open-database.js';
import { decision, denial } from '../../support/audit-records.js';
import { FakeClock } from '../../support/fake-clock.js';
import { TestPostgres } from '../../support/postgres.js';
import { auditTrailContract } from '../audit-trail.contract.js';
import { byHand, eventually, valueOf } from '../policy-fixture.js';

describe('AuditTrail on PostgreSQL', () => {
  let postgres: TestPostgres;
  const open = async () => openDatabase({ home: '', databaseUrl: await postgres.createDatabase() });

  beforeAll(async () => {
    Logger.overrideLogger(false);
    postgres = await TestPostgres.start();
  });
  afterAll(() => postgres.stop());

  auditTrailContract(open);

  it('deletes old entries from one instance at a time', async () => {
    const database = await open();
    const rows = `insert into decisions_denied (id, at, request_id, reason, instance)
      select n::text, now() - interval '2 days', '', '', '' from generate_series(1, 3) n`;
    await byHand(database, rows);
    const old = new Date(Date.now() - 1000);
    const deleted = await database.transaction(async (queries) => {
      const mine = await deleteExpired(queries, old);
      const theirs = await database.transaction((others) => deleteExpired(others, old));
      return [mine, theirs];
    });
    expect(deleted).toEqual([3, 0]);
    await database.close();
  });

  describe('while the server is gone', () => {
    let database: Database;
    beforeAll(async () => {
      database = await open();
    });
    afterAll(() => database.close());

    it('keeps ten minutes of 100 denials a second, and writes them by itself afterwards', async () => {
      const clock = new FakeClock();
      const trail = new AuditTrail({ database, clock, instance: 'one', intervalMs: 20 });
      trail.decided(decision());
      await trail.flush();
      await postgres.own.crash();
      for (let n = 0; n < 60_000; n++) {
        clock.advance(10);
        trail.decided(denial());
        trail.decided(decision());
      }
      await trail.flush();
      expect(trail.lost).toBe(0);
      await postgres.own.start();
      await eventually(() => trail.depth === 0);
      await trail.flush();
      expect(await valueOf(database, 'select count(*)::int from decisions_denied')).toBe(60_000);
      expect(await valueOf(database, 'select sum(count)::int from call_counts')).toBe(60_001);
      expect(await valueOf(database, 'select count(*)::int from audit_gaps')).toBe(0);
      await trail.onApplicationShutdown();
    });
  });
});
