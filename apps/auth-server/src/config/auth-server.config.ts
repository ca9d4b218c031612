import { resolve } from 'node:path';
import {
  baseUrl,
  parseEnvironment,
  StartUpError,
  type Environment,
  type ProcessSettings,
} from '@app/runtime';
import { ConfigModule, registerAs } from '@nestjs/config';
import { coreSettings, type CoreSettings } from './core-settings.js';
import { limitSettings, type LimitSettings } from './limit-settings.js';
import { environment, type AuthServerEnvironment } from './environment.js';

/** Everything the auth-server can be told, checked and frozen. */
export interface AuthServerConfig {
  readonly process: ProcessSettings;
  readonly isMetricsPublished: boolean;
  readonly home: string;
  readonly isProduction: boolean;
  /** Whether `/docs` and `/openapi.json` are there. */
  readonly isDescribed: boolean;
  readonly issuer: string;
  readonly publicUrl: string;
  readonly policyFile: string;
  readonly adminToken: string | undefined;
  readonly acceptsUnregistered: boolean;
  readonly auditRetentionDays: number;
  readonly databaseUrl: string | undefined;
  readonly pollMs: number;
  readonly core: CoreSettings;
  readonly coreTimeoutMs: number;
  readonly limits: LimitSettings;
  readonly accessToken: {
    readonly ttlSec: number;
    readonly refreshSec: number;
    readonly sharesSignatures: boolean;
  };
}

function accessTokens(env: AuthServerEnvironment): AuthServerConfig['accessToken'] {
  const ttlSec = env.M2M_ACCESS_TOKEN_TTL_SEC;
  const refreshSec = env.M2M_ACCESS_TOKEN_REFRESH_SEC;
  if (refreshSec >= ttlSec) {
    throw new StartUpError([
      `M2M_ACCESS_TOKEN_REFRESH_SEC (${refreshSec}) must be shorter than M2M_ACCESS_TOKEN_TTL_SEC (${ttlSec}).`,
    ]);
  }
  return { ttlSec, refreshSec, sharesSignatures: env.M2M_SHARE_SIGNATURES };
}

/** An issuer that is an address says where the server is, too (RFC 8414 §2). */
function issuerAddress({ M2M_ISSUER: issuer }: AuthServerEnvironment): string | undefined {
  return baseUrl().safeParse(issuer).data;
}

/**
 * Turns the environment into the configuration.
 *
 * @throws {StartUpError} Every wrong variable, each with its repair.
 */
export function parseAuthServerConfig(variables: Environment): AuthServerConfig {
  const env = parseEnvironment(environment, variables);
  return Object.freeze({
    process: {
      name: 'auth-server',
      host: env.HOST,
      port: env.PORT,
      logFormat: env.M2M_LOG_FORMAT,
      trustedProxies: env.M2M_TRUSTED_PROXIES ?? [],
    },
    isMetricsPublished: env.M2M_METRICS,
    home: resolve(env.M2M_HOME),
    isProduction: env.NODE_ENV === 'production',
    isDescribed: env.M2M_DOCS ?? env.NODE_ENV !== 'production',
    issuer: env.M2M_ISSUER,
    publicUrl: env.M2M_PUBLIC_URL ?? issuerAddress(env) ?? `http://localhost:${env.PORT}`,
    policyFile: resolve(env.M2M_POLICY_FILE),
    adminToken: env.M2M_ADMIN_TOKEN,
    acceptsUnregistered: env.M2M_ACCEPT_UNREGISTERED_CREDENTIALS,
    auditRetentionDays: env.M2M_AUDIT_RETENTION_DAYS,
    databaseUrl: env.DATABASE_URL,
    pollMs: env.M2M_POLL_MS,
    core: coreSettings(env),
    coreTimeoutMs: env.M2M_CORE_TIMEOUT_MS,
    limits: limitSettings(env),
    accessToken: accessTokens(env),
  });
}

/** The configuration as Nest injects it; the only reader of `process.env` in this application. */
export const authServerConfig = registerAs('auth-server', () => parseAuthServerConfig(process.env));

/** Reads `.env` into the environment as soon as it is imported, then offers the configuration to Nest. */
export const configModule = ConfigModule.forRoot({ isGlobal: true, load: [authServerConfig] });
