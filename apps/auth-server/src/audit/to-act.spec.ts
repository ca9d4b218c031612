import { act } from '../../../../test/support/audit-records.js';
import { toAct } from './to-act.js';

describe('toAct', () => {
  it.each([
    ['Zoë', 'Zoë'],
    ['night\nly', 'night\\u{a}ly'],
    ['\u202ejob', '\\u{202e}job'],
  ])('keeps the label %j as %s', (label, kept) => {
    const actor = { id: 'abc', label, role: 'operate' } as const;
    expect(toAct({ ...act(), actor })).toMatchObject({ actorId: 'abc', actorLabel: kept });
  });
});
