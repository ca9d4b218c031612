import { Inject, Injectable, Logger, Optional, type OnApplicationBootstrap } from '@nestjs/common';
import type { ResolvedInboundOptions } from '../inbound/inbound-options.js';
import { INBOUND_OPTIONS } from '../inbound/inbound-options.token.js';
import { KeySet } from '../inbound/key-set.js';
import { CredentialSource } from '../outbound/credential-source.js';
import type { ResolvedOutboundOptions } from '../outbound/outbound-options.js';
import { RESOLVED_OUTBOUND_OPTIONS } from '../outbound/outbound.module-definition.js';
import { TokenClientService } from '../outbound/token-client.service.js';
import { systemClock } from '../shared/clock.js';
import { clockDifferenceSec } from './clock-difference.js';
import { credentialEndMs } from './credential-end.js';
import { HEALTH_OPTIONS, type M2MHealthOptions } from './health-options.js';
import { preflightLines, type PreflightReport } from './preflight-report.js';

const DEFAULT_TOLERANCE_SEC = 30;

/**
 * Finds out at boot what would fail later: fetches the key set, asks for a token for every declared
 * target, compares clocks with the auth-server, reads when the credential ends. It says so in the log,
 * and neither delays nor fails the start.
 */
@Injectable()
export class M2MPreflight implements OnApplicationBootstrap {
  private readonly logger = new Logger('M2MPreflight');

  /** @internal Made by Nest. */
  constructor(
    @Inject(HEALTH_OPTIONS) private readonly options: M2MHealthOptions,
    @Optional() @Inject(KeySet) private readonly keySet?: KeySet,
    @Optional() @Inject(INBOUND_OPTIONS) private readonly inbound?: ResolvedInboundOptions,
    @Optional() @Inject(TokenClientService) private readonly client?: TokenClientService,
    @Optional()
    @Inject(RESOLVED_OUTBOUND_OPTIONS)
    private readonly outbound?: ResolvedOutboundOptions,
  ) {}

  /** @internal Called by Nest. */
  onApplicationBootstrap(): void {
    void this.run();
  }

  /** Checks everything and writes it down; never rejects. */
  async run(): Promise<PreflightReport> {
    const [difference] = await Promise.all([
      this.compareClocks(),
      this.keySet?.refreshIfDue(),
      this.warm(),
    ]);
    const report = { ...(await this.report()), clockDifferenceSec: difference };
    for (const { level, text } of preflightLines(report, this.clock.nowMs())) {
      this.logger[level](text);
    }
    return report;
  }

  /** Asks for the tokens of the declared targets that are not at hand; never rejects. */
  async warm(): Promise<void> {
    const { client } = this;
    if (client === undefined) return;
    const targets = this.options.preflight ?? this.outbound?.targets.keys() ?? [];
    await Promise.allSettled(Array.from(targets, (target) => client.getToken(target)));
  }

  /** What is known without asking anybody but the place of the credential. */
  async report(): Promise<PreflightReport> {
    return {
      name: this.outbound?.name ?? this.inbound?.expected.audience ?? 'this microservice',
      keys: this.keySet?.snapshot().keyIds.length,
      clockDifferenceSec: undefined,
      clockToleranceSec: this.inbound?.expected.clockToleranceSec ?? DEFAULT_TOLERANCE_SEC,
      credentialEndMs: await this.credentialEnd(),
      tokens: (this.client?.snapshot() ?? []).toSorted((a, b) => a.target.localeCompare(b.target)),
    };
  }

  private get clock() {
    return this.outbound?.clock ?? this.inbound?.clock ?? systemClock;
  }

  private async credentialEnd(): Promise<number | undefined> {
    if (this.outbound === undefined) return undefined;
    try {
      return credentialEndMs(await new CredentialSource(this.outbound).read());
    } catch {
      // A missing credential is reported by whoever asks for a token.
      return undefined;
    }
  }

  private async compareClocks(): Promise<number | undefined> {
    const [authServer] = this.outbound?.authServers ?? [];
    return authServer && clockDifferenceSec(authServer, this.clock);
  }
}
