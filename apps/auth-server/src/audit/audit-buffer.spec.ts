import { decision, denial } from '../../../../test/support/audit-records.js';
import { AuditBuffer } from './audit-buffer.js';
import { toDenial } from './to-denial.js';

const HOUR_MS = 3_600_000;

describe('AuditBuffer', () => {
  let buffer: AuditBuffer;
  beforeEach(() => {
    buffer = new AuditBuffer('one', { entries: 500 });
  });

  const addDenials = (count: number): void => {
    for (let n = 0; n < count; n++) buffer.addDenial(toDenial(denial(), 0), 0);
  };

  it.each([
    [0, 0],
    [1, 1],
    [200, 1],
    [201, 2],
    [500, 3],
  ])('writes %i entries of a kind in %i batches', (entries, batches) => {
    addDenials(entries);
    expect(buffer.batches).toBe(batches);
    for (let n = 0; n < batches; n++) buffer.take(() => 'gap');
    expect([buffer.batches, buffer.depth]).toEqual([0, 0]);
  });

  it('needs a batch to tell of a loss', () => {
    addDenials(501);
    for (let n = 0; n < 3; n++) buffer.take(() => 'gap');
    expect(buffer.batches).toBe(0);
    buffer.giveUp(
      { denials: [toDenial(denial(), 0)], refusals: [], acts: [], counts: [], gaps: [] },
      1,
    );
    expect([buffer.batches, buffer.depth, buffer.hasLoss]).toEqual([1, 0, true]);
  });

  it('counts calls that it gives up under *, in their hours, and tells of no lost entry', () => {
    buffer.addCall(decision({ target: 'm2' }), 1);
    buffer.addCall(decision({ target: 'm2' }), 3);
    buffer.addCall(decision({ target: 'm3' }), 2);
    buffer.addCall(decision({ target: 'm3', observed: 'no_edge' }), HOUR_MS);
    buffer.giveUp(
      buffer.take(() => 'gap'),
      2 * HOUR_MS,
    );
    expect(buffer.hasLoss).toBe(false);
    const others = { caller: '*', target: '*', scope: '*', observed: '' };
    expect(buffer.take(() => 'gap')).toEqual({
      denials: [],
      refusals: [],
      acts: [],
      counts: [
        { ...others, hour: new Date(0), count: 3, lastAt: new Date(3) },
        { ...others, hour: new Date(HOUR_MS), count: 1, lastAt: new Date(HOUR_MS) },
      ],
      gaps: [],
    });
  });
});
