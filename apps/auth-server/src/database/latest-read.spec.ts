import { LatestRead } from './latest-read.js';

/** Reads that end when they are told to, numbered in the order in which they began. */
const heldReads = () => {
  const ends: ((fails?: boolean) => void)[] = [];
  const latest = new LatestRead(
    () =>
      new Promise<number>((resolve, reject) => {
        const nth = ends.length + 1;
        ends.push((fails) => (fails ? reject(new Error(`read ${nth}`)) : resolve(nth)));
      }),
  );
  return { ends, latest };
};
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('LatestRead', () => {
  it('lets all who ask while one read runs share the next, which begins after it', async () => {
    const { ends, latest } = heldReads();
    const first = latest.ask();
    await turn();
    const others = [latest.ask(), latest.ask()];
    await turn();
    expect(ends).toHaveLength(1);
    ends[0]?.();
    await turn();
    expect(ends).toHaveLength(2);
    ends[1]?.();
    expect(await first).toBe(1);
    expect(await Promise.all(others)).toEqual([2, 2]);
  });

  it('reads again after a read that failed', async () => {
    const { ends, latest } = heldReads();
    const failing = latest.ask();
    await turn();
    const next = latest.ask();
    ends[0]?.(true);
    await expect(failing).rejects.toThrow('read 1');
    await turn();
    ends[1]?.();
    expect(await next).toBe(2);
  });
});
