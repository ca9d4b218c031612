import { Module } from '@nestjs/common';
import { manifestProviders } from '../shared/manifest-parts.js';
import { AudienceGuard } from './audience.guard.js';
import { inboundManifest } from './inbound-manifest.js';
import { DpopProofs } from './dpop/dpop-proofs.js';
import { ProofMemory } from './dpop/proof-memory.js';
import { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } from './inbound.module-definition.js';
import { resolveInboundOptions, type ResolvedInboundOptions } from './inbound-options.js';
import { INBOUND_OPTIONS } from './inbound-options.token.js';
import { JwtStrategy } from './jwt.strategy.js';
import { KeySet } from './key-set.js';
import { KeySetRefresher } from './key-set-refresher.js';
import { loggingEvents } from './inbound-log.js';
import { RevocationFeed } from './revocation-feed.js';
import { RevocationFollower } from './revocation-follower.js';
import { TokenVerifier } from './token-verifier.js';
import { VerifiedTokenCache } from './verified-token-cache.js';

/**
 * The receiving half: everything `@M2MProtected()` needs. `forRoot` and `forRootAsync` check the
 * options when the application starts; a wrong one stops it.
 *
 * @throws M2MOptionsError naming option, value and repair.
 */
@Module({
  providers: [
    {
      provide: INBOUND_OPTIONS,
      inject: [MODULE_OPTIONS_TOKEN],
      useFactory: resolveInboundOptions,
    },
    {
      provide: KeySet,
      inject: [INBOUND_OPTIONS],
      useFactory: ({ keySource, timing, clock, events }: ResolvedInboundOptions) =>
        new KeySet({ source: keySource, timing, clock, events: loggingEvents(events) }),
    },
    {
      provide: VerifiedTokenCache,
      inject: [INBOUND_OPTIONS],
      useFactory: ({ maxCachedTokens }: ResolvedInboundOptions) =>
        new VerifiedTokenCache(maxCachedTokens),
    },
    {
      provide: JwtStrategy,
      inject: [KeySet, INBOUND_OPTIONS],
      useFactory: (keySet: KeySet, { expected, clock }: ResolvedInboundOptions) =>
        new JwtStrategy({ keySet, expected, clock }),
    },
    {
      provide: TokenVerifier,
      inject: [JwtStrategy, KeySet, VerifiedTokenCache, RevocationFeed, INBOUND_OPTIONS],
      useFactory: (
        strategy: JwtStrategy,
        keySet: KeySet,
        cache: VerifiedTokenCache,
        revocations: RevocationFeed,
        { clock, events }: ResolvedInboundOptions,
      ) => new TokenVerifier({ strategy, keySet, cache, revocations, clock, events }),
    },
    {
      provide: DpopProofs,
      inject: [INBOUND_OPTIONS],
      useFactory: ({ dpop: { maxProofs, publicUrls }, clock }: ResolvedInboundOptions) =>
        new DpopProofs({ memory: new ProofMemory(maxProofs), clock, publicUrls }),
    },
    KeySetRefresher,
    {
      provide: RevocationFeed,
      inject: [INBOUND_OPTIONS],
      useFactory: ({ revocations, clock }: ResolvedInboundOptions) =>
        new RevocationFeed({ ...revocations, clock }),
    },
    RevocationFollower,
    AudienceGuard,
    ...manifestProviders(inboundManifest),
  ],
  exports: [
    INBOUND_OPTIONS,
    KeySet,
    RevocationFeed,
    JwtStrategy,
    TokenVerifier,
    DpopProofs,
    AudienceGuard,
  ],
})
export class M2MInboundModule extends ConfigurableModuleClass {}
