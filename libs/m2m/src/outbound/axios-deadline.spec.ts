import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { create } from 'axios';
import { outboundBench } from '../../../../test/support/outbound-fixture.js';
import { AxiosDeadline } from './axios-deadline.js';

describe('the deadline of a call over axios', () => {
  const bench = outboundBench();

  it('ends whoever listens when time is up, and can tell that it was time', async () => {
    const deadline = new AxiosDeadline(1, undefined);
    expect([deadline.aborted, deadline.isOver()]).toEqual([false, false]);
    await new Promise<void>((resolve) => deadline.addEventListener('abort', () => resolve()));
    expect([deadline.aborted, deadline.isOver()]).toEqual([true, true]);
  });

  it('tells nobody who has stopped listening, nor anything after it was cleared', async () => {
    const caller = new AbortController();
    const [gone, cleared] = [new AxiosDeadline(1, caller.signal), new AxiosDeadline(1, undefined)];
    const told = jest.fn();
    gone.addEventListener('abort', told);
    gone.removeEventListener('abort', told);
    cleared.addEventListener('abort', told);
    cleared.clear();
    await new Promise<void>((resolve) => gone.addEventListener('abort', () => resolve()));
    caller.abort();
    expect([gone.isOver(), cleared.isOver(), told.mock.calls]).toEqual([true, false, []]);
  });

  it('ends with the signal of the application, which is not the end of time', () => {
    const caller = new AbortController();
    const deadline = new AxiosDeadline(60_000, caller.signal);
    const told = jest.fn();
    deadline.addEventListener('abort', told);
    caller.abort();
    deadline.clear();
    expect([deadline.aborted, deadline.isOver(), told.mock.calls.length]).toEqual([true, false, 1]);
  });

  it('lets the application break off a streamed answer after the call has returned', async () => {
    const caller = new AbortController();
    bench.m2.reply = () => ({ headers: { 'content-length': '10' }, body: 'half' });
    const { data } = await bench
      .start()
      .client.for('m2')
      .get<Readable>('/hello', { responseType: 'stream', signal: caller.signal });
    const failed = once(data, 'error');
    data.once('data', () => caller.abort());
    await expect(failed).resolves.toMatchObject([{ code: 'M2M_TARGET_UNREACHABLE' }]);
  });

  it('is a signal of the platform for an adapter of the application', async () => {
    const signals: unknown[] = [];
    const own = create({
      adapter: (config) => {
        signals.push(config.signal);
        return Promise.resolve({ data: '', status: 200, statusText: 'OK', headers: {}, config });
      },
    });
    own.interceptors.request.use(bench.start().client.interceptor('m2'));
    await own.get('/hello');
    expect(signals).toEqual([expect.any(AbortSignal)]);
  });
});
