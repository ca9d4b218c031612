import { AccessTokenInspector, KeySet, systemClock } from '@app/m2m';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { DecisionLog } from '../audit/decision-log.service.js';
import { RateLimiter } from '../limits/rate-limiter.service.js';
import { PolicySnapshots } from '../policy/policy-snapshots.service.js';
import { RevocationLedger } from '../revocations/revocation-ledger.service.js';
import { RevocationStore } from '../revocations/revocation-store.js';
import { UsedAssertions } from '../proofs/used-assertions.service.js';
import { CredentialGate } from '../registry/credential-gate.service.js';
import { keySourceAt } from '../trust/foreign-key-source.js';
import { ForeignKeys } from '../trust/foreign-keys.js';
import { PlatformIdentity } from '../trust/platform-identity.service.js';
import { AssertionAuthenticator } from './client/assertion-authenticator.service.js';
import { ClientAuthenticator } from './client/client-authenticator.service.js';
import { ClientCredentialsGrant } from './client-credentials.grant.js';
import { FormBodyParser } from './form-body-parser.js';
import { GRANTS, type Grant } from './grant.port.js';
import { IntrospectionController } from './introspection.controller.js';
import { IssuedTokens } from './issued-tokens.service.js';
import { MetadataController } from './metadata.controller.js';
import { OAUTH_OPTIONS, TOKEN_PATH, type OAuthOptions } from './oauth-options.js';
import { RevocationController } from './revocation.controller.js';
import { TokenController } from './token.controller.js';
import { TokenExchangeGrant } from './token-exchange.grant.js';
import { TokenRevoker } from './token-revoker.service.js';

/**
 * The standard wire: any OAuth 2.0 client in any language. Needs every room of facts, and the
 * verification of the library.
 */
@Module({})
export class OAuthModule {
  static forRoot(options: OAuthOptions): DynamicModule {
    return {
      module: OAuthModule,
      imports: [AuditModule],
      controllers: [
        TokenController,
        IntrospectionController,
        RevocationController,
        MetadataController,
      ],
      providers: [
        { provide: OAUTH_OPTIONS, useValue: options },
        FormBodyParser,
        ...clientAuthentication(options),
        ...issuedTokens(options),
        ClientCredentialsGrant,
        TokenExchangeGrant,
        {
          provide: GRANTS,
          inject: [ClientCredentialsGrant, TokenExchangeGrant],
          useFactory: (...grants: readonly Grant[]) => grants,
        },
      ],
    };
  }
}

function clientAuthentication({ issuer, publicUrl }: OAuthOptions): Provider[] {
  const clock = systemClock;
  const audiences = [issuer, `${publicUrl}${TOKEN_PATH}`];
  return [
    {
      provide: AssertionAuthenticator,
      inject: [UsedAssertions],
      useFactory: (used: UsedAssertions) => {
        const published = new ForeignKeys(clock, keySourceAt);
        return new AssertionAuthenticator({ published, used, clock, audiences });
      },
    },
    {
      provide: ClientAuthenticator,
      inject: [
        PolicySnapshots,
        CredentialGate,
        AssertionAuthenticator,
        PlatformIdentity,
        DecisionLog,
        RateLimiter,
      ],
      useFactory: (
        policy: PolicySnapshots,
        credentials: CredentialGate,
        assertions: AssertionAuthenticator,
        platform: PlatformIdentity,
        decisions: DecisionLog,
        limiter: RateLimiter,
      ) =>
        new ClientAuthenticator({
          policy,
          credentials,
          assertions,
          platform,
          decisions,
          limiter,
          clock,
        }),
    },
  ];
}

function issuedTokens({ issuer }: OAuthOptions): Provider[] {
  const clock = systemClock;
  return [
    {
      provide: IssuedTokens,
      inject: [KeySet, PolicySnapshots, RevocationLedger],
      useFactory: (keySet: KeySet, policy: PolicySnapshots, revocations: RevocationLedger) => {
        const inspector = new AccessTokenInspector({ keySet, issuer, clock });
        return new IssuedTokens({ inspector, policy, revocations, clock });
      },
    },
    {
      provide: TokenRevoker,
      inject: [RevocationStore, RevocationLedger],
      useFactory: (store: RevocationStore, ledger: RevocationLedger) =>
        new TokenRevoker({ store, ledger }),
    },
  ];
}
