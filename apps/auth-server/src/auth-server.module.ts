import { M2MInboundModule } from '@app/m2m';
import { ApiModule, createRegistry, MetricsModule, RuntimeModule } from '@app/runtime';
import { Module, type DynamicModule } from '@nestjs/common';
import { AccessTokenModule } from './access-token/access-token.module.js';
import { AdminModule } from './admin/admin.module.js';
import { AuditTrailModule } from './audit/audit-trail.module.js';
import { authServerApi } from './auth-server.api.js';
import { configModule, type AuthServerConfig } from './config/auth-server.config.js';
import { DatabaseModule } from './database/database.module.js';
import { DemoModule } from './demo/demo.module.js';
import { ExplainingModule } from './explaining/explaining.module.js';
import { HealthModule } from './health/health.module.js';
import { StatusModule } from './health/status.module.js';
import { InsightModule } from './insight/insight.module.js';
import { IssuingModule } from './issuing/issuing.module.js';
import { LimitsModule } from './limits/limits.module.js';
import { EventMetricsModule } from './metrics/event-metrics.module.js';
import { ServerMetricsModule } from './metrics/server-metrics.module.js';
import { OAuthModule } from './oauth/oauth.module.js';
import { PolicyModule } from './policy/policy.module.js';
import { ProofsModule } from './proofs/proofs.module.js';
import { BOOTSTRAP_AUDIENCE } from './registry/bootstrap-token-claims.js';
import { RegistryModule } from './registry/registry.module.js';
import { RevocationsModule } from './revocations/revocations.module.js';
import { PublishedKeySet } from './signing/published-key-set.service.js';
import { TrustModule } from './trust/trust.module.js';
import { SigningModule } from './signing/signing.module.js';

/** The list of rooms, each with its own small share of the configuration. */
@Module({})
export class AuthServerModule {
  static forRoot(config: AuthServerConfig): DynamicModule {
    return {
      module: AuthServerModule,
      imports: [
        configModule,
        RuntimeModule,
        ...metrics(config),
        ...ground(config),
        ...facts(config),
        LimitsModule.forRoot(config.limits),
        IssuingModule.forRoot({ issuer: config.issuer, ...config.accessToken }),
        ...wire(config),
        ...(config.isDescribed
          ? [ApiModule.forRoot(authServerApi(config.isMetricsPublished))]
          : []),
      ],
    };
  }
}

function metrics({ isMetricsPublished: isPublished }: AuthServerConfig) {
  const registry = createRegistry();
  return [
    MetricsModule.forRoot({ application: 'auth-server', registry, isPublished }),
    EventMetricsModule,
    ServerMetricsModule,
  ];
}

function ground({ home, databaseUrl, core, coreTimeoutMs, publicUrl }: AuthServerConfig) {
  return [
    DatabaseModule.forRoot({ home, databaseUrl }),
    SigningModule.forRoot({ core, home, timeoutMs: coreTimeoutMs, publicUrl }),
  ];
}

function facts(config: AuthServerConfig) {
  const { home, adminToken, policyFile, pollMs, issuer, publicUrl, acceptsUnregistered } = config;
  return [
    AuditTrailModule.forRoot({ retentionDays: config.auditRetentionDays }),
    AdminModule.forRoot({ home, token: adminToken, pollIntervalMs: pollMs }),
    PolicyModule.forRoot({ seedFile: policyFile, pollIntervalMs: pollMs }),
    RegistryModule.forRoot({ issuer, acceptsUnregistered }),
    TrustModule.forRoot({ issuer }),
    ProofsModule.forRoot({ publicUrl }),
    InsightModule,
    RevocationsModule.forRoot({ issuer, pollIntervalMs: pollMs }),
  ];
}

/** Bootstrap tokens are verified by the library that the microservices use, with the keys in memory. */
function wire({ core, home, isProduction, issuer, publicUrl }: AuthServerConfig) {
  const verification = M2MInboundModule.forRootAsync({
    inject: [PublishedKeySet],
    useFactory: (published: PublishedKeySet) => ({
      name: BOOTSTRAP_AUDIENCE,
      issuer,
      accepts: 'bootstrap-token',
      keySource: async () => published.jwks(),
    }),
  });
  const isDemo = core.kind === 'embedded' && !isProduction;
  const demo = isDemo ? [DemoModule.forRoot({ folder: `${home}/credentials`, issuer })] : [];
  const status = StatusModule.forRoot({ coreKind: core.kind });
  const oauth = OAuthModule.forRoot({ issuer, publicUrl });
  return [verification, AccessTokenModule, oauth, ExplainingModule, HealthModule, status, ...demo];
}
