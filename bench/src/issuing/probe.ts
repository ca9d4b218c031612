import { monitorEventLoopDelay } from 'node:perf_hooks';
import { report } from '../process/input.js';

/** What a process has used, and how late its event loop was since it was last asked. */
export interface Usage {
  readonly cpuSec: number;
  readonly delayP99Ms: number;
}

const RESOLUTION_MS = 1;

/** Answers every message from now on with the {@link Usage} of this process. */
export function reportUsage(): void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    const delayP99Ms = delay.percentile(99) / 1e6 - RESOLUTION_MS;
    delay.reset();
    report({ cpuSec: (user + system) / 1e6, delayP99Ms } satisfies Usage);
  });
}
