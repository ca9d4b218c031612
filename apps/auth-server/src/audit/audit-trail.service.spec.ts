import { act, decision, denial } from '../../../../test/support/audit-records.js';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { CutDatabase } from '../../../../test/support/cut-database.js';
import { FakeClock } from '../../../../test/support/fake-clock.js';
import type { Database } from '../database/database.js';
import { StatementRefused } from '../database/database.errors.js';
import { AuditTrail } from './audit-trail.service.js';

const REAL = ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] as const;

/** A database that takes everything. */
const taking = { transaction: async () => undefined } as unknown as Database;

describe('AuditTrail', () => {
  let cable: CutDatabase;
  let clock: FakeClock;
  let trail: AuditTrail;
  let log: CapturedLog;

  const messages = () =>
    log.lines.map(({ level, message }) => `${String(level)}: ${String(message)}`);
  const settled = async () => {
    await trail.flush();
    jest.clearAllTimers();
  };

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: [...REAL] });
    log = new CapturedLog();
    cable = new CutDatabase(taking);
    clock = new FakeClock();
    trail = new AuditTrail({
      database: cable,
      clock,
      instance: 'one',
      limits: { entries: 2 },
      random: () => 1,
    });
  });
  afterEach(() => {
    jest.useRealTimers();
    log.release();
  });

  it('writes a second after the first entry, and does nothing while there is none', async () => {
    expect(jest.getTimerCount()).toBe(0);
    trail.decided(decision());
    trail.decided(denial());
    expect(jest.getTimerCount()).toBe(1);
    await jest.advanceTimersByTimeAsync(999);
    expect(cable.attempts).toBe(0);
    await jest.advanceTimersByTimeAsync(1);
    await trail.flush();
    expect([cable.attempts, trail.depth, jest.getTimerCount()]).toEqual([1, 0, 0]);
  });

  it('writes what was there when it began, and leaves what comes meanwhile to the next time', async () => {
    let calls = 0;
    const busy = {
      transaction: async () => {
        calls += 1;
        if (calls < 50) trail.decided(decision({ target: `m${calls}` }));
      },
    } as unknown as Database;
    trail = new AuditTrail({ database: busy, clock, instance: 'one' });
    for (let n = 0; n < 201; n++) trail.decided(denial());
    await trail.flush();
    expect([calls, trail.depth, jest.getTimerCount()]).toEqual([2, 1, 1]);
    jest.clearAllTimers();
  });

  it('never makes who records wait, nor throws, whatever the database does', () => {
    cable.refusal = new TypeError('nobody foresaw this');
    expect(trail.decided(denial())).toBeUndefined();
    expect(trail.record(act())).toBeUndefined();
    expect(trail.refused({ code: 'x', requestId: 'y' })).toBeUndefined();
    expect(cable.attempts).toBe(0);
  });

  it('waits longer after each failure, up to half a minute, and says so once', async () => {
    cable.isCut = true;
    trail.decided(denial());
    const waits: number[] = [];
    for (let n = 0; n < 8; n++) {
      const before = Date.now();
      jest.advanceTimersToNextTimer();
      waits.push(Date.now() - before);
      await trail.flush();
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    cable.isCut = false;
    await settled();
    expect(messages()).toEqual([
      'warn: audit trail cannot be written, entries wait',
      'log: audit trail is written again',
    ]);
  });

  it('says once in an outage that entries are lost, and again in the next one', async () => {
    for (let outage = 0; outage < 2; outage++) {
      cable.isCut = true;
      for (let n = 0; n < 9; n++) trail.decided(denial());
      await trail.flush();
      for (let n = 0; n < 9; n++) trail.decided(denial());
      cable.isCut = false;
      await settled();
    }
    const lost = 'error: audit entries are lost: the database has been away for too long';
    expect(messages().filter((message) => message === lost)).toHaveLength(2);
    expect(trail.lost).toBe(2 * (7 + 7));
  });

  it('lets go of what no database will ever take, and counts it', async () => {
    cable.refusal = new StatementRefused('22P05', undefined);
    trail.decided(denial());
    trail.record(act());
    trail.refused({ code: 'x', requestId: 'y' });
    trail.refused({ code: 'x', requestId: 'y' });
    for (let n = 0; n < 2; n++) await trail.flush();
    expect(trail.lost).toBe(0);
    await trail.flush();
    expect(trail.lost).toBe(4);
    cable.refusal = undefined;
    await settled();
    expect([trail.depth, trail.lost]).toEqual([0, 4]);
    expect(messages()).toContain('error: audit entries are refused and lost');
  });

  it.each(['40P01', '40001'])('tries again for ever after a lost race (%s)', async (sqlState) => {
    cable.refusal = new StatementRefused(sqlState, undefined);
    trail.decided(denial());
    for (let n = 0; n < 9; n++) await trail.flush();
    expect([trail.depth, trail.lost]).toEqual([1, 0]);
    cable.refusal = undefined;
    await settled();
    expect([trail.depth, trail.lost]).toEqual([0, 0]);
  });

  it('still counts the calls of what no database will ever take, but tells them apart no more', async () => {
    cable.refusal = new StatementRefused('22P05', undefined);
    for (let n = 0; n < 3; n++) trail.decided(decision());
    trail.decided(decision({ target: 'm3' }));
    for (let n = 0; n < 3; n++) await trail.flush();
    expect([trail.depth, jest.getTimerCount()]).toEqual([1, 1]);
    cable.refusal = undefined;
    await settled();
    expect(trail.depth).toBe(0);
  });

  it('goes on counting what is lost while even that is refused', async () => {
    cable.refusal = new StatementRefused('42P01', undefined);
    trail.decided(denial());
    for (let n = 0; n < 12; n++) await trail.flush();
    expect(trail.lost).toBe(1);
    jest.clearAllTimers();
  });

  it('writes what is left when the application stops, that of the last requests too', async () => {
    trail.decided(denial());
    await trail.beforeApplicationShutdown();
    expect(trail.depth).toBe(0);
    trail.decided(denial());
    await trail.onApplicationShutdown();
    expect([trail.depth, jest.getTimerCount(), messages()]).toEqual([0, 0, []]);
  });

  it('says what it takes along when the database is away to the end', async () => {
    cable.isCut = true;
    trail.decided(denial());
    trail.decided(decision());
    await trail.beforeApplicationShutdown();
    expect(trail.depth).toBe(2);
    await trail.onApplicationShutdown();
    expect(log.lines.at(-1)).toMatchObject({
      level: 'error',
      message: 'audit entries are lost: the database was away to the end',
      depth: 2,
    });
    expect(jest.getTimerCount()).toBe(0);
  });
});
