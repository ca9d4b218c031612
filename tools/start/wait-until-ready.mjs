import { setTimeout as sleep } from 'node:timers/promises';

const isReady = async (port) => {
  try {
    const answer = await fetch(`http://localhost:${port}/health/ready`, {
      signal: AbortSignal.timeout(1_000),
    });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
};

/** Resolves true when every port answers that it is ready, false when `deadlineMs` has passed. */
export async function waitUntilReady(ports, deadlineMs) {
  const end = Date.now() + deadlineMs;
  for (const port of ports) {
    while (!(await isReady(port))) {
      if (Date.now() > end) return false;
      await sleep(100);
    }
  }
  return true;
}
