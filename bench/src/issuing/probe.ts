import { monitorEventLoopDelay } from 'node:perf_hooks';
import { report } from '../process/input.js';

/** What a process has used, and how late its event loop was, between the two messages. */
export interface Usage {
  readonly cpuSec: number;
  readonly delayP99Ms: number;
}

export type ProbeMessage = 'begin' | 'end';

const RESOLUTION_MS = 1;

/**
 * Answers `end` with the {@link Usage} since `begin`. Between them only: a monitor costs three
 * hundredths of a core, and every process but one rests.
 */
export function reportUsage(): void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  let before = process.cpuUsage();
  process.on('message', (message: ProbeMessage) => {
    if (message === 'begin') {
      delay.reset();
      delay.enable();
      before = process.cpuUsage();
      report('begun');
      return;
    }
    const { user, system } = process.cpuUsage(before);
    delay.disable();
    const delayP99Ms = delay.percentile(99) / 1e6 - RESOLUTION_MS;
    report({ cpuSec: (user + system) / 1e6, delayP99Ms } satisfies Usage);
  });
}
