import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Registry } from 'prom-client';
import type { MetricDefinition } from './metric.js';
import { showSamples, showValue } from './show.js';
import { VERSION } from '../version.js';

const NANOSECONDS = 1e9;
const RESOLUTION_MS = 10;
const QUANTILES = [0.5, 0.99, 1] as const;

/** What every process of this project shows of itself. */
export const PROCESS_METRICS = {
  build: {
    kind: 'gauge',
    name: 'm2m_build_info',
    help: 'Always 1; its labels say what runs.',
    labelNames: ['application', 'version', 'node'],
  },
  startTime: {
    kind: 'gauge',
    name: 'process_start_time_seconds',
    help: 'When the process started, in seconds since the epoch.',
    labelNames: [],
  },
  memory: {
    kind: 'gauge',
    name: 'process_resident_memory_bytes',
    help: 'Memory that the process holds.',
    labelNames: [],
  },
  eventLoopDelay: {
    kind: 'gauge',
    name: 'm2m_event_loop_delay_seconds',
    help: 'How late the event loop was since the last scrape.',
    labelNames: ['quantile'],
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

/** Registers {@link PROCESS_METRICS}; returns how to stop watching the event loop. */
export function registerProcessMetrics(registry: Registry, application: string): () => void {
  const build = { application, version: VERSION, node: process.version };
  showSamples(registry, PROCESS_METRICS.build, () => [[build, 1]]);
  const startedAtSec = Math.round(Date.now() / 1000 - process.uptime());
  showValue(registry, PROCESS_METRICS.startTime, () => startedAtSec);
  showValue(registry, PROCESS_METRICS.memory, () => process.memoryUsage.rss());
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  showSamples(registry, PROCESS_METRICS.eventLoopDelay, () => {
    const samples = QUANTILES.map(
      (quantile) =>
        [{ quantile: `${quantile}` }, lateSec(delay.percentile(quantile * 100))] as const,
    );
    delay.reset();
    return samples;
  });
  return () => delay.disable();
}

/** A sample is how long a tick took, its resolution included; without one it is no number. */
const lateSec = (nanoseconds: number): number =>
  Math.max(0, nanoseconds / NANOSECONDS - RESOLUTION_MS / 1000) || 0;
