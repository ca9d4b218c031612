import { EventEmitter, once } from 'node:events';
import { CoreCalls } from './core-calls.js';
import { CoreUnavailable } from './core-unavailable.error.js';
import type { CallDeadline } from './transport/call-deadline.js';

const never = (): Promise<never> => new Promise(() => {});

const heeding = (deadline: CallDeadline): Promise<never> =>
  new Promise((_resolve, reject) => {
    deadline.once('abort', () => reject(deadline.reason));
  });

describe('CoreCalls', () => {
  it('hands on what the call brings', async () => {
    await expect(new CoreCalls(1000).run(() => Promise.resolve('answer'))).resolves.toBe('answer');
  });

  it('hands on why the call failed', async () => {
    const failure = new CoreUnavailable('unreachable');
    await expect(new CoreCalls(1000).run(() => Promise.reject(failure))).rejects.toBe(failure);
  });

  it('tells the call when to be over, and how long that is', async () => {
    const seen: number[] = [];
    await new CoreCalls(60_000).run(async ({ aborted, remainingMs }) => {
      seen.push(remainingMs);
      expect(aborted).toBe(false);
    });
    expect(seen[0]).toBeGreaterThan(0);
    expect(seen[0]).toBeLessThanOrEqual(60_000);
  });

  it('aborts a call that takes longer than its deadline', async () => {
    await expect(new CoreCalls(5).run(heeding)).rejects.toMatchObject({ failure: 'too_slow' });
  });

  it('gives up a call that does not heed its deadline', async () => {
    await expect(new CoreCalls(5).run(never)).rejects.toMatchObject({ failure: 'too_slow' });
  });

  it('bounds how many calls may be under way, and recovers with the core', async () => {
    const calls = new CoreCalls(5, 2);
    const core = new EventEmitter();
    const hung = once(core, 'awake');
    await Promise.allSettled([calls.run(() => hung), calls.run(() => hung)]);
    const third = jest.fn(never);
    await expect(calls.run(third)).rejects.toMatchObject({ failure: 'overloaded' });
    expect(third).not.toHaveBeenCalled();
    core.emit('awake');
    await new Promise((resolve) => setImmediate(resolve));
    await expect(calls.run(() => Promise.resolve('again'))).resolves.toBe('again');
  });
});
