import { baseUrl, flag, integer, logFormat, nodeEnv, port } from '@app/runtime';
import { z } from 'zod';
import { trustedProxies } from './trusted-proxies.js';

const SECOND_BOUNDS = { min: 1, max: 7200 };

const rate = () =>
  z
    .string()
    .regex(
      /^([1-9]\d{0,5}\/[smh],[1-9]\d{0,6}|off)$/,
      'must be a rate and a burst, such as 50/s,200 or 600/m,100, or off.',
    );

/** Every variable that the auth-server reads; `.env.example` explains them, and a spec compares. */
export const environment = z.object({
  PORT: port().default(8000),
  HOST: z.string().default('localhost'),
  NODE_ENV: nodeEnv(),
  M2M_LOG_FORMAT: logFormat(),
  M2M_DOCS: flag().optional(),
  M2M_METRICS: flag().default(true),
  M2M_HOME: z.string().default('.m2m'),
  M2M_ISSUER: z.string().default('auth-server'),
  M2M_PUBLIC_URL: baseUrl().optional(),
  M2M_POLICY_FILE: z.string().default('m2m.policy.yaml'),
  M2M_ADMIN_TOKEN: z.string().min(32, 'must have at least 32 characters.').optional(),
  M2M_ACCESS_TOKEN_TTL_SEC: integer(SECOND_BOUNDS).default(1800),
  M2M_ACCESS_TOKEN_REFRESH_SEC: integer(SECOND_BOUNDS).default(300),
  M2M_SHARE_SIGNATURES: flag().default(false),
  M2M_CORE_TIMEOUT_MS: integer({ min: 100, max: 30_000 }).default(2000),
  M2M_EMBEDDED_CORE_PORT: port().default(3567),
  M2M_ALLOW_EMBEDDED_CORE: flag().default(false),
  M2M_ALLOW_OPEN_CORE: flag().default(false),
  M2M_ACCEPT_UNREGISTERED_CREDENTIALS: flag().default(true),
  M2M_AUDIT_RETENTION_DAYS: integer({ min: 1, max: 3650 }).default(90),
  M2M_POLL_MS: integer({ min: 100, max: 60_000 }).default(2000),
  M2M_LIMIT_PER_CREDENTIAL: rate().default('100/s,1000'),
  M2M_LIMIT_PER_ADDRESS: rate().default('1000/s,5000'),
  M2M_LIMIT_FAILURES: rate().default('20/s,500'),
  M2M_TRUSTED_PROXIES: trustedProxies().optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://.')
    .optional(),
  SUPERTOKENS_CONNECTION_URI: z.string().optional(),
  SUPERTOKENS_API_KEY: z.string().optional(),
});

export type AuthServerEnvironment = z.infer<typeof environment>;
