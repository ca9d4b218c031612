import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { INBOUND_OPTIONS } from './inbound-options.token.js';
import type { ResolvedInboundOptions } from './inbound-options.js';
import { KeySet } from './key-set.js';

/**
 * Fetches the key set when the application starts and, once per cooldown, whenever it is due, so
 * that keys come and go for a microservice that sees only remembered tokens, too. Starting never
 * waits for it, a process never stays alive for it.
 */
@Injectable()
export class KeySetRefresher implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly keySet: KeySet,
    @Inject(INBOUND_OPTIONS) private readonly options: ResolvedInboundOptions,
  ) {}

  onApplicationBootstrap(): void {
    void this.keySet.refreshIfDue();
    this.timer = setInterval(
      () => void this.keySet.refreshIfDue(),
      this.options.timing.cooldownMs,
    ).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }
}
