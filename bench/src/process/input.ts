import { once } from 'node:events';

/** What this process was started with. It ends with the process that started it. */
export async function processInput<T>(): Promise<T> {
  process.once('disconnect', () => process.exit());
  const [input] = (await once(process, 'message')) as [T];
  return input;
}

/** Answers the process that started this one. */
export function report(message: unknown): void {
  process.send?.(message);
}
