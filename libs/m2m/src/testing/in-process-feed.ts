import type { M2MInboundOptions, ResolvedInboundOptions } from '../inbound/inbound-options.js';
import { readRevocations } from '../inbound/read-revocations.js';
import { RevocationFeed, type RevocationSnapshot } from '../inbound/revocation-feed.js';
import type { VerifiedToken } from '../inbound/verified-token.js';
import type { InProcessAuthServer } from './in-process-auth-server.js';
import type { KitSeat } from './substitutes.js';

/** Looks at the in-process auth-server before every answer, so that a test never waits for news. */
class InProcessFeed extends RevocationFeed {
  readonly #target: string;

  constructor(
    { revocations, clock, expected }: ResolvedInboundOptions,
    private readonly authServer: InProcessAuthServer,
  ) {
    super({ ...revocations, source: authServer, clock });
    this.#target = expected.audience;
  }

  override judge(verified: VerifiedToken): void {
    this.#look();
    super.judge(verified);
  }

  override demandFresh(): void {
    this.#look();
    super.demandFresh();
  }

  override snapshot(): RevocationSnapshot {
    this.#look();
    return super.snapshot();
  }

  #look(): void {
    const document = this.authServer.revocationList();
    if (document !== undefined) this.install(readRevocations({ ...document }, this.#target));
  }
}

/** The feed of an application under test; one that follows no revocations has none here either. */
export function substituteFeed(
  { revocations }: M2MInboundOptions,
  resolved: ResolvedInboundOptions,
  { authServer }: KitSeat,
): RevocationFeed {
  const isOff = revocations?.follow === 'off';
  return isOff
    ? new RevocationFeed({ ...resolved.revocations, clock: resolved.clock })
    : new InProcessFeed(resolved, authServer);
}
