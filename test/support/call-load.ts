import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoSystem, Name } from './demo-system.js';

const PAUSE_MS = 20;

/** Calls between the microservices of a demo without end, over their `/query`. */
export class CallLoad {
  /** By caller and target: how often each status was answered. */
  readonly statuses = new Map<string, Map<number, number>>();
  private isEnded = false;
  private readonly loops: readonly Promise<void>[];

  constructor(
    private readonly demo: DemoSystem,
    calls: readonly (readonly [Name, Name])[],
  ) {
    this.loops = calls.map(([caller, target]) => this.run(caller, target));
  }

  /** The statuses of all calls of one kind so far. */
  of(caller: Name, target: Name): readonly number[] {
    return [...(this.statuses.get(`${caller}>${target}`)?.keys() ?? [])];
  }

  /** How many calls were answered so far. */
  get count(): number {
    let sum = 0;
    for (const counts of this.statuses.values()) for (const count of counts.values()) sum += count;
    return sum;
  }

  async end(): Promise<void> {
    this.isEnded = true;
    await Promise.all(this.loops);
  }

  private async run(caller: Name, target: Name): Promise<void> {
    const counts = new Map<number, number>();
    this.statuses.set(`${caller}>${target}`, counts);
    while (!this.isEnded) {
      const { status } = await this.demo.query(caller, target);
      counts.set(status, (counts.get(status) ?? 0) + 1);
      await sleep(PAUSE_MS);
    }
  }
}
