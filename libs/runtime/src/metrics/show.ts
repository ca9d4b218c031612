import { Gauge, type Registry } from 'prom-client';
import type { MetricDefinition } from './metric.js';

type Labels = Readonly<Record<string, string>>;

/** One sample: its labels and its value. */
export type Sample = readonly [labels: Labels, value: number];

/** Registers a gauge whose samples are looked up whenever it is scraped. */
export function showSamples(
  registry: Registry,
  definition: MetricDefinition,
  read: () => Iterable<Sample> | Promise<Iterable<Sample>>,
): Gauge {
  return new Gauge({
    ...definition,
    registers: [registry],
    async collect() {
      const samples = await read();
      this.reset();
      // A gauge without labels has a 0 after a reset, which would be read as a value.
      if (definition.labelNames.length === 0) this.remove();
      for (const [labels, value] of samples) this.set(labels, value);
    },
  });
}

/**
 * Registers a gauge whose value is looked up whenever it is scraped. What is not known is not shown:
 * a 0 would be read as "just now".
 */
export function showValue(
  registry: Registry,
  definition: MetricDefinition,
  read: () => number | undefined | Promise<number | undefined>,
): Gauge {
  return showSamples(registry, definition, async () => {
    const value = await read();
    return value === undefined ? [] : [[{}, value]];
  });
}
