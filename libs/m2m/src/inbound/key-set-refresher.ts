import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { KeySet } from './key-set.js';

/** How often the key set is asked whether it is due; the set's own budget decides on fetches. */
const TICK_MS = 1000;

/**
 * Fetches the key set when the application starts and whenever it is due, so that keys come and go
 * for a microservice that sees only remembered tokens, too. Starting never waits for it, a process
 * never stays alive for it.
 */
@Injectable()
export class KeySetRefresher implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly keySet: KeySet) {}

  onApplicationBootstrap(): void {
    void this.keySet.refreshIfDue();
    this.timer = setInterval(() => void this.keySet.refreshIfDue(), TICK_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }
}
