import { Logger } from '@nestjs/common';
import { AuditTrail } from '../../apps/auth-server/src/audit/audit-trail.service.js';
import {
  auditGaps,
  callCounts,
  decisionsDenied,
} from '../../apps/auth-server/src/audit/audit.tables.js';
import type { Database } from '../../apps/auth-server/src/database/database.js';
import { act, decision, denial } from '../support/audit-records.js';
import { CutDatabase } from '../support/cut-database.js';
import { FakeClock } from '../support/fake-clock.js';
import { byHand, rowsOf, valueOf } from './policy-fixture.js';

const NEVER_MS = 3_600_000;
const at = (time: string) => new Date(`2026-01-01T${time}Z`);
const FORGED = { code: 'M2M_SIGNATURE_INVALID', requestId: 'request-0' };

/** What the audit trail keeps in tables, on PGlite and on PostgreSQL alike. */
export function auditTrailContract(open: () => Promise<Database>): void {
  let database: Database;
  let cable: CutDatabase;
  let clock: FakeClock;
  let trail: AuditTrail;

  const made = (instance = 'one') =>
    new AuditTrail({ database: cable, clock, instance, intervalMs: NEVER_MS });
  const counted = () =>
    rowsOf(
      database,
      `select caller, target, scope, observed, count::int as count from call_counts order by 1, 2, 3, 4`,
    );
  const stored = (table: typeof decisionsDenied | typeof callCounts | typeof auditGaps) =>
    database.run((queries) => queries.select().from(table));
  const number = (table: string) => valueOf(database, `select count(*)::int from ${table}`);

  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await open();
  });
  beforeEach(async () => {
    await byHand(
      database,
      'truncate decisions_denied, admin_acts, audit_gaps, call_counts, audit_writers',
    );
    cable = new CutDatabase(database);
    clock = new FakeClock();
    trail = made();
  });
  afterAll(() => database.close());

  it('keeps a denial with who, what, why and from where', async () => {
    const { decisionId, requestId } = denial();
    trail.decided(
      denial({ decisionId, requestId, reason: 'scope_missing', scopes: ['a'], chain: ['m0'] }),
    );
    await trail.flush();
    expect(await stored(decisionsDenied)).toEqual([
      {
        id: decisionId,
        at: new Date(clock.nowMs()),
        requestId,
        caller: 'm1',
        chain: ['m0'],
        target: 'm3',
        scopes: ['a'],
        reason: 'scope_missing',
        credentialId: 'credential-1',
        policyVersion: 7,
        sourceAddress: '192.0.2.7',
        instance: 'one',
        count: 1,
      },
    ]);
  });

  it('keeps no more of a caller’s text than is safe to read', async () => {
    const target = `\u0000\u202e'; drop table edges; --${'x'.repeat(300)}`;
    trail.decided(denial({ target, scopes: ['"{}\\'], credentialId: undefined }));
    trail.decided(denial({ sourceAddress: undefined, policyVersion: undefined }));
    await trail.flush();
    expect(
      await rowsOf(database, 'select target, scopes from decisions_denied order by id'),
    ).toEqual([
      {
        target: expect.stringMatching(/^\\u\{0\}\\u\{202e\}'; drop table edges; --x+…$/),
        scopes: ['"{}\\'],
      },
      { target: 'm3', scopes: [] },
    ]);
  });

  it('keeps no row for an allowed call, and counts it', async () => {
    for (let n = 0; n < 3; n++) trail.decided(decision());
    trail.decided(decision({ scopes: ['a', 'b'] }));
    trail.decided(decision({ scopes: ['a', 'b'], askedScopes: [] }));
    trail.decided(decision({ observed: 'no_edge' }));
    await trail.flush();
    trail.decided(decision());
    await trail.flush();
    expect(await number('decisions_denied')).toBe(0);
    expect(await counted()).toEqual([
      { caller: 'm1', target: 'm2', scope: '', observed: '', count: 5 },
      { caller: 'm1', target: 'm2', scope: '', observed: 'no_edge', count: 1 },
      { caller: 'm1', target: 'm2', scope: 'a b', observed: '', count: 1 },
    ]);
  });

  it('counts by the hour, and remembers the latest call', async () => {
    clock.advance(3_599_000);
    trail.decided(decision());
    await trail.flush();
    clock.advance(1000);
    trail.decided(decision());
    clock.advance(5000);
    trail.decided(decision());
    await trail.flush();
    clock.jumpWallClock(-3000);
    trail.decided(decision());
    await trail.flush();
    const calls = { caller: 'm1', target: 'm2', scope: '', observed: '' };
    expect(await stored(callCounts)).toEqual([
      { ...calls, hour: at('00:00:00'), count: 1, lastAt: at('00:59:59') },
      { ...calls, hour: at('01:00:00'), count: 3, lastAt: at('01:00:05') },
    ]);
  });

  it('adds what several instances count of the same calls', async () => {
    const others = ['two', 'three', 'four'].map(made);
    for (const one of [trail, ...others]) {
      for (let n = 0; n < 50; n++) one.decided(decision({ target: `m${n}` }));
      for (let n = 50; n > 0; n--) one.decided(decision({ caller: `m${n}` }));
    }
    await Promise.all([trail, ...others].map((one) => one.flush()));
    const sums = (await counted()).map(({ count }) => count);
    expect([sums.length, new Set(sums)]).toEqual([99, new Set([4, 8])]);
  });

  it('does not keep a call that the core failed: it was neither allowed nor denied', async () => {
    trail.decided(decision({ outcome: 'error', reason: 'core_unavailable' }));
    await trail.flush();
    expect([await counted(), await number('decisions_denied')]).toEqual([[], 0]);
  });

  it('keeps one row a minute for the refused credentials of one address and code', async () => {
    const elsewhere = { ...FORGED, sourceAddress: '192.0.2.8' };
    for (let n = 0; n < 100; n++) trail.refused({ ...FORGED, sourceAddress: '192.0.2.7' });
    await trail.flush();
    for (let n = 0; n < 20; n++) trail.refused({ ...FORGED, sourceAddress: '192.0.2.7' });
    trail.refused(elsewhere);
    trail.refused({ ...elsewhere, code: 'M2M_TOKEN_EXPIRED' });
    await trail.flush();
    clock.advance(60_000);
    trail.refused(elsewhere);
    await trail.flush();
    const query =
      'select reason, source_address, count, caller from decisions_denied order by at, reason, 2';
    expect(await rowsOf(database, query)).toEqual([
      { reason: 'M2M_SIGNATURE_INVALID', source_address: '192.0.2.7', count: 120, caller: null },
      { reason: 'M2M_SIGNATURE_INVALID', source_address: '192.0.2.8', count: 1, caller: null },
      { reason: 'M2M_TOKEN_EXPIRED', source_address: '192.0.2.8', count: 1, caller: null },
      { reason: 'M2M_SIGNATURE_INVALID', source_address: '192.0.2.8', count: 1, caller: null },
    ]);
  });

  it('keeps an act with who did it, in a form that is safe to read', async () => {
    trail.record(act({ actor: { id: 'abc', label: 'night\nly', role: 'operate' } }));
    await trail.flush();
    expect(await rowsOf(database, 'select actor_label, subject from admin_acts')).toEqual([
      { actor_label: 'night\\u{a}ly', subject: { version: '8' } },
    ]);
  });

  it('keeps who is nobody as it keeps refused credentials, so that nobody fills the disk', async () => {
    for (let n = 0; n < 50; n++) {
      trail.record(act({ actor: undefined, code: 'M2M_ADMIN_TOKEN_INVALID' }));
    }
    trail.record(act({ actor: undefined }));
    await trail.flush();
    expect(await number('admin_acts')).toBe(0);
    expect(await rowsOf(database, 'select reason, count from decisions_denied order by 1')).toEqual(
      [
        { reason: 'M2M_ADMIN_TOKEN_INVALID', count: 50 },
        { reason: 'M2M_ADMIN_TOKEN_MISSING', count: 1 },
      ],
    );
  });

  it('loses nothing to an outage that its memory outlasts', async () => {
    cable.isCut = true;
    trail.decided(denial());
    await trail.flush();
    for (let n = 0; n < 450; n++) {
      clock.advance(1000);
      trail.decided(denial());
      trail.decided(decision());
      trail.refused(FORGED);
    }
    trail.record(act());
    await trail.flush();
    cable.isCut = false;
    await trail.flush();
    const refusals = 'select sum(count)::int from decisions_denied where caller is null';
    expect(await valueOf(database, refusals)).toBe(450);
    expect(await number('decisions_denied where caller is not null')).toBe(451);
    expect(await counted()).toEqual([expect.objectContaining({ count: 450 })]);
    expect([await number('admin_acts'), await number('audit_gaps')]).toEqual([1, 0]);
    expect([trail.depth, trail.lost]).toEqual([0, 0]);
  });

  it('writes nothing twice when the answer to a commit was lost', async () => {
    const twice = () => {
      trail.decided(denial());
      trail.decided(decision());
      trail.refused(FORGED);
      trail.record(act());
    };
    twice();
    cable.answersLost = 2;
    await trail.flush();
    twice();
    await trail.flush();
    await trail.flush();
    expect(cable.attempts).toBe(4);
    expect(await counted()).toEqual([expect.objectContaining({ count: 2 })]);
    expect(await number('decisions_denied where caller is not null')).toBe(2);
    expect(await valueOf(database, 'select count from decisions_denied where caller is null')).toBe(
      2,
    );
    expect(await number('admin_acts')).toBe(2);
  });

  it('tells by an entry of its own what found no room', async () => {
    const limits = { entries: 3, keys: 2 };
    const small = new AuditTrail({ database: cable, clock, instance: 'small', limits });
    cable.isCut = true;
    for (let n = 0; n < 10; n++) {
      clock.advance(1000);
      small.decided(denial());
      small.decided(decision({ target: `m${n}` }));
      small.record(act({ at: new Date(clock.nowMs()) }));
      small.refused({ ...FORGED, sourceAddress: `192.0.2.${n}` });
    }
    cable.isCut = false;
    expect(small.lost).toBe(17 + 8);
    await small.flush();
    expect(await stored(auditGaps)).toEqual([
      {
        id: expect.any(String),
        instance: 'small',
        since: new Date('2026-01-01T00:00:02Z'),
        at: new Date('2026-01-01T00:00:10Z'),
        denials: 8 + 8,
        acts: 9,
      },
    ]);
    expect(await counted()).toEqual([
      { caller: '*', target: '*', scope: '*', observed: '', count: 8 },
      expect.objectContaining({ target: 'm0', count: 1 }),
      expect.objectContaining({ target: 'm1', count: 1 }),
    ]);
    small.decided(denial());
    await small.flush();
    expect([await number('audit_gaps'), small.lost]).toEqual([1, 25]);
    await small.onApplicationShutdown();
  });
}
