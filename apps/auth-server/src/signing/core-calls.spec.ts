import { EventEmitter, once } from 'node:events';
import { CoreCalls } from './core-calls.js';

const never = (): Promise<never> => new Promise(() => {});

const broken = (): Promise<never> => {
  throw new TypeError('fetch failed');
};

describe('CoreCalls', () => {
  it('hands on what the call brings', async () => {
    await expect(new CoreCalls(1000).run(() => Promise.resolve('answer'))).resolves.toBe('answer');
  });

  it('names the failure of a call', async () => {
    const failing = new CoreCalls(1000).run(() => Promise.reject(new TypeError('fetch failed')));
    await expect(failing).rejects.toMatchObject({ failure: 'unreachable' });
  });

  it('names a failure before the call even began', async () => {
    const calls = new CoreCalls(1000, 1);
    await expect(calls.run(broken)).rejects.toMatchObject({ failure: 'unreachable' });
    await expect(calls.run(() => Promise.resolve('next'))).resolves.toBe('next');
  });

  it('gives up a call that takes longer than its deadline', async () => {
    await expect(new CoreCalls(5).run(never)).rejects.toMatchObject({ failure: 'too_slow' });
  });

  it('bounds how many calls a hung core may leave unsettled, and recovers with it', async () => {
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
