import type { IncomingMessage } from 'node:http';
import { ProofMemory } from '@app/m2m';
import { DpopKey } from '../../../../test/support/dpop-key.js';
import { EMPTY_DATABASE } from '../../../../test/support/empty-database.js';
import { FakeClock } from '../../../../test/support/fake-clock.js';
import { openDatabase } from '../database/open-database.js';
import type { Database } from '../database/database.js';
import { DatabaseUnavailable } from '../database/database.errors.js';
import { KeyProofs, type KeyProofsParts } from './key-proofs.service.js';
import { UsedAssertions } from './used-assertions.service.js';

const clock = new FakeClock(Date.now());
const key = new DpopKey('ES256', () => clock.nowMs());
const publicUrl = 'https://auth.example';

const order = { htm: 'POST', htu: `${publicUrl}/accesstoken` };
const messageWith = (dpop?: string) =>
  ({
    method: 'POST',
    url: '/accesstoken',
    headers: { host: '10.0.0.1:8000', ...(dpop !== undefined && { dpop }) },
    socket: {},
  }) as unknown as IncomingMessage;
const origin = { requestId: 'r-1', sourceAddress: '192.0.2.7' };
const replayed = expect.objectContaining({ code: 'M2M_DPOP_PROOF_REPLAYED' });

describe('the proof of a key with a token request', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase(EMPTY_DATABASE);
  }, 60_000);
  afterAll(() => database.close());

  const refused = jest.fn();
  beforeEach(() => refused.mockClear());
  const instance = (traits: Partial<KeyProofsParts> = {}): KeyProofs => {
    const memory = new ProofMemory(10);
    return new KeyProofs({
      memory,
      used: new UsedAssertions(database),
      decisions: { refused },
      clock,
      publicUrl,
      deadlineMs: 30_000,
      ...traits,
    });
  };

  it('says which key the token is to be bound to, and nothing without one', async () => {
    const proofs = instance();
    const thumbprint = await key.thumbprint();
    for (const htu of [order.htu, 'http://10.0.0.1:8000/accesstoken']) {
      const message = messageWith(key.proof({ ...order, htu }));
      expect(await proofs.thumbprintOf(message, origin)).toBe(thumbprint);
    }
    expect(await proofs.thumbprintOf(messageWith(), origin)).toBeUndefined();
  });

  it('is refused for another address', async () => {
    const message = messageWith(key.proof({ ...order, htu: 'https://elsewhere/accesstoken' }));
    await expect(instance().thumbprintOf(message, origin)).rejects.toMatchObject({
      code: 'M2M_DPOP_PROOF_MISMATCH',
    });
  });

  it('is written down when it is refused, each time, and not when it is taken', async () => {
    const proofs = instance();
    const message = messageWith(key.proof(order));
    await proofs.thumbprintOf(message, origin);
    expect(refused).not.toHaveBeenCalled();
    await expect(proofs.thumbprintOf(message, origin)).rejects.toEqual(replayed);
    expect(refused.mock.calls).toEqual([[{ code: 'M2M_DPOP_PROOF_REPLAYED', ...origin }]]);
  });

  it('counts once, at this instance and at every other', async () => {
    const proof = key.proof(order);
    const first = instance();
    await first.thumbprintOf(messageWith(proof), origin);
    await expect(first.thumbprintOf(messageWith(proof), origin)).rejects.toEqual(replayed);
    await expect(instance().thumbprintOf(messageWith(proof), origin)).rejects.toEqual(replayed);
  });

  it('counts once of many at the same moment, over all instances', async () => {
    const proof = key.proof(order);
    const all = [instance(), instance(), instance()];
    const outcomes = await Promise.allSettled(
      all.map((proofs) => proofs.thumbprintOf(messageWith(proof), origin)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is taken once by this instance while the database is away or hangs', async () => {
    const away = { claim: () => Promise.reject(new DatabaseUnavailable()) };
    const hung = { claim: () => new Promise<never>(() => undefined) };
    for (const used of [away, hung]) {
      const proofs = instance({ used, deadlineMs: 1 });
      const proof = key.proof(order);
      await expect(proofs.thumbprintOf(messageWith(proof), origin)).resolves.toBeDefined();
      await expect(proofs.thumbprintOf(messageWith(proof), origin)).rejects.toEqual(replayed);
    }
  });

  it('does not hide a fault', async () => {
    const fault = new TypeError('a fault');
    const proofs = instance({ used: { claim: () => Promise.reject(fault) } });
    await expect(proofs.thumbprintOf(messageWith(key.proof(order)), origin)).rejects.toBe(fault);
  });
});
