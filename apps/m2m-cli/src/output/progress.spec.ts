import { PassThrough } from 'node:stream';
import { withProgress } from './progress.js';

/** What is written while work takes so long; the clock is the test's. */
async function run(isTerminal: boolean, seconds: number): Promise<string> {
  const stream = new PassThrough();
  const work = new Promise<string>((resolve) => setTimeout(resolve, seconds * 1000, 'read'));
  const done = withProgress({ stream, isTerminal }, () => 'Reading', work);
  await jest.advanceTimersByTimeAsync(seconds * 1000 + 5000);
  expect(await done).toBe('read');
  return String(stream.read() ?? '');
}

describe('withProgress', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('says nothing of what takes less than a second', async () => {
    expect(await run(true, 0.9)).toBe('');
  });

  it('counts seconds on a terminal and takes the line back', async () => {
    expect(await run(true, 2.5)).toBe('\r\u001b[KReading … 1 s\r\u001b[KReading … 2 s\r\u001b[K');
  });

  it('leaves one line in a log', async () => {
    expect(await run(false, 3.5)).toBe('Reading …\n');
  });
});
