import { ChangeWaiters } from './change-waiters.js';

const NEVER_MS = 3_600_000;
const nobodyLeaves = (): void => undefined;

describe('requests that are held', () => {
  it('are answered together at the next change', async () => {
    const waiters = new ChangeWaiters();
    const held = [waiters.wait(NEVER_MS, nobodyLeaves), waiters.wait(NEVER_MS, nobodyLeaves)];
    expect(waiters.size).toBe(2);
    waiters.wake();
    await Promise.all(held);
    expect(waiters.size).toBe(0);
  });

  it('are answered when their time is up', async () => {
    const waiters = new ChangeWaiters();
    await waiters.wait(1, nobodyLeaves);
    expect(waiters.size).toBe(0);
  });

  it('are forgotten when their client leaves', async () => {
    const waiters = new ChangeWaiters();
    let leave: (() => void) | undefined;
    const held = waiters.wait(NEVER_MS, (stop) => (leave = stop));
    leave?.();
    await held;
    expect(waiters.size).toBe(0);
  });

  it('are not held when there are too many, nor once the server stops', async () => {
    const waiters = new ChangeWaiters(1);
    const held = waiters.wait(NEVER_MS, nobodyLeaves);
    await waiters.wait(NEVER_MS, nobodyLeaves);
    expect(waiters.size).toBe(1);
    waiters.close();
    await held;
    await waiters.wait(NEVER_MS, nobodyLeaves);
    expect(waiters.size).toBe(0);
  });
});
