import { CapturedLog } from '../../../../test/support/captured-log.js';
import { FakeClock } from '../../../../test/support/fake-clock.js';
import type { AdminAct } from './admin-act.js';
import { AdminActRecorder } from './admin-act-recorder.service.js';
import type { AdminRequest } from './admin-request.js';

describe('AdminActRecorder', () => {
  it('keeps no more of a forwarded address than is safe to read', () => {
    const log = new CapturedLog();
    const acts: AdminAct[] = [];
    const recorder = new AdminActRecorder({ record: (act) => acts.push(act) }, new FakeClock());
    const request = { id: 'request-1', ip: `\u001b[2J${'x'.repeat(9000)}`, params: {} };
    recorder.failed({ role: 'read', action: 'thing.list' }, request as AdminRequest, new Error());
    log.release();
    const sourceAddress = expect.stringMatching(/^\\u\{1b\}\[2Jx{50,80}…$/) as string;
    expect(acts).toEqual([expect.objectContaining({ sourceAddress })]);
    expect(log.lines).toEqual([expect.objectContaining({ message: 'admin act', sourceAddress })]);
  });
});
