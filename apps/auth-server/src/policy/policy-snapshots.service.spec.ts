import { Logger } from '@nestjs/common';
import { DatabaseCable } from '../../../../test/support/database-cable.js';
import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import { FakeClock } from '../../../../test/support/fake-clock.js';
import { byHand, eventually, policyOf, reset } from '../../../../test/contract/policy-fixture.js';
import { Database } from '../database/database.js';
import { DatabaseUnavailable } from '../database/database.errors.js';
import { openDatabase } from '../database/open-database.js';
import { PolicySnapshots } from './policy-snapshots.service.js';
import { PolicyStore } from './policy-store.js';

const NEVER_MS = 3_600_000;
const OFTEN_MS = 10;

describe('PolicySnapshots', () => {
  let database: Database;
  let store: PolicyStore;
  let cable: DatabaseCable;
  let clock: FakeClock;
  let snapshots: PolicySnapshots;

  const start = async (pollIntervalMs: number): Promise<PolicySnapshots> => {
    snapshots = new PolicySnapshots(new Database(cable), clock, pollIntervalMs);
    await snapshots.start();
    return snapshots;
  };
  const put = async (edges: string): Promise<number> =>
    store.replace(policyOf(edges), {
      ifMatch: (await store.read()).version,
      actor: 'spec',
      source: '',
    });
  const allows = (caller: string, target: string): boolean =>
    snapshots.current().findEdge(caller, target) !== undefined;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await openDatabase(EMPTY_DATABASE);
    store = new PolicyStore(database);
  });
  beforeEach(async () => {
    await reset(database);
    cable = new DatabaseCable(database);
    clock = new FakeClock();
  });
  afterEach(() => snapshots.beforeApplicationShutdown());
  afterAll(() => database.close());

  it('has no snapshot before it is started', () => {
    snapshots = new PolicySnapshots(database, clock, NEVER_MS);
    expect(snapshots.isLoaded).toBe(false);
    expect(() => snapshots.current()).toThrow('was not started');
  });

  it('does not start without a database', async () => {
    cable.isCut = true;
    await expect(start(NEVER_MS)).rejects.toThrow(DatabaseUnavailable);
    expect(snapshots.isLoaded).toBe(false);
  });

  it('follows changes by notice', async () => {
    await put('m1>m2:a');
    await start(NEVER_MS);
    expect(snapshots.isLoaded).toBe(true);
    expect(snapshots.current()).toMatchObject({ version: 1 });
    expect(snapshots.current().findEdge('m1', 'm2')).toMatchObject({ scopes: ['a'] });
    await put('m1>m1');
    await eventually(() => allows('m1', 'm1') && !allows('m1', 'm2'));
  });

  it('follows a revocation, and forgets those that ended by themselves', async () => {
    await put('m1>m1');
    await start(NEVER_MS);
    await byHand(
      database,
      `insert into revoked_credentials (jti, microservice_id, expires_at)
       select jti, id, ends from microservices,
       (values ('live', now() + interval '1 day'), ('ended', now()), ('endless', null)) as t (jti, ends)`,
    );
    await eventually(() => snapshots.current().version === 2);
    const { registry } = snapshots.current();
    expect(['live', 'ended', 'endless', 'other'].map((jti) => registry.isRevoked(jti))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('finds by polling what no notice told, an older version from a backup too', async () => {
    await put('m1>m1');
    cable.isDeaf = true;
    await start(OFTEN_MS);
    await byHand(database, 'truncate edges');
    await eventually(() => !allows('m1', 'm1'));
    await byHand(database, 'update policy_state set version = 1');
    await eventually(() => snapshots.current().version === 1);
  });

  it('keeps the last good snapshot while the database is away, and says how old it is', async () => {
    await put('m1>m1');
    await start(OFTEN_MS);
    expect(snapshots.ageMs).toBe(0);
    cable.isCut = true;
    await put('m2>m2');
    clock.advance(60_000);
    await expect(snapshots.refresh()).rejects.toThrow(DatabaseUnavailable);
    expect(allows('m1', 'm1')).toBe(true);
    expect(snapshots.ageMs).toBe(60_000);
    cable.isCut = false;
    await eventually(() => allows('m2', 'm2'));
    expect(snapshots.ageMs).toBe(0);
  });

  it('logs once that the database is away, and once that it is back', async () => {
    await start(OFTEN_MS);
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    const log = jest.spyOn(Logger.prototype, 'log').mockImplementation();
    cable.isCut = true;
    await eventually(() => warn.mock.calls.length > 0);
    const { polls } = cable;
    await eventually(() => cable.polls > polls + 3);
    expect(warn.mock.calls).toEqual([
      ['policy cannot be confirmed', { version: 0, reason: new DatabaseUnavailable().message }],
    ]);
    cable.isCut = false;
    await eventually(() => log.mock.calls.length > 0);
    expect(log.mock.calls).toEqual([['policy confirmed again', { version: 0 }]]);
    jest.restoreAllMocks();
  });

  it('survives a notice that comes while the database is away', async () => {
    await start(NEVER_MS);
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    cable.isCut = true;
    await put('m1>m1');
    await eventually(() => warn.mock.calls.length > 0);
    expect(snapshots.current().version).toBe(0);
    jest.restoreAllMocks();
  });

  it('confirms by polling that the snapshot is still the newest, without reading it again', async () => {
    await start(OFTEN_MS);
    const { reads } = cable;
    clock.advance(5_000);
    await eventually(() => snapshots.ageMs === 0);
    expect(cable.reads).toBe(reads);
  });

  it('reads once more, not many times, for all who ask during a read', async () => {
    await start(NEVER_MS);
    cable.isDeaf = true;
    const { reads } = cable;
    const asked = [1, 2, 3, 4].map(() => snapshots.refresh());
    await put('m1>m1');
    const refreshed = snapshots.refresh();
    await Promise.all([...asked, refreshed]);
    expect(allows('m1', 'm1')).toBe(true);
    expect(cable.reads - reads).toBeLessThanOrEqual(2);
  });

  it('changes the snapshot as a whole: who holds one never sees another', async () => {
    await put('m1>m2');
    await start(NEVER_MS);
    const before = snapshots.current();
    await put('m1>m1');
    await snapshots.refresh();
    expect(before.findEdge('m1', 'm2')).toBeDefined();
    expect(before.registry.find('m2')).toBeDefined();
    expect(snapshots.current().registry.find('m2')).toBeUndefined();
  });
});
