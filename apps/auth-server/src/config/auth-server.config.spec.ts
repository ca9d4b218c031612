import { StartUpError } from '@app/runtime';
import { resolve } from 'node:path';
import { authServerConfig, parseAuthServerConfig } from './auth-server.config.js';
import { environment } from './environment.js';

type Variables = Readonly<Record<string, string>>;

const problemsOf = (variables: Variables): readonly string[] => {
  try {
    parseAuthServerConfig(variables);
    return [];
  } catch (error) {
    return (error as StartUpError).problems;
  }
};

const remote = { SUPERTOKENS_CONNECTION_URI: 'http://core:3567' };
const production = { NODE_ENV: 'production' };

describe('parseAuthServerConfig', () => {
  it('needs no variable at all', () => {
    expect(parseAuthServerConfig({})).toEqual({
      process: {
        name: 'auth-server',
        host: 'localhost',
        port: 8000,
        logFormat: 'json',
        trustedProxies: [],
      },
      isMetricsPublished: true,
      isDescribed: true,
      home: resolve('.m2m'),
      isProduction: false,
      issuer: 'auth-server',
      publicUrl: 'http://localhost:8000',
      policyFile: resolve('m2m.policy.yaml'),
      adminToken: undefined,
      acceptsUnregistered: true,
      auditRetentionDays: 90,
      databaseUrl: undefined,
      pollMs: 2000,
      core: { kind: 'embedded', port: 3567 },
      coreTimeoutMs: 2000,
      limits: {
        perCredential: { perSec: 100, burst: 1000 },
        perAddress: { perSec: 1000, burst: 5000 },
        failures: { perSec: 20, burst: 500 },
      },
      accessToken: { ttlSec: 1800, refreshSec: 300, sharesSignatures: false },
    });
  });

  it('takes every variable', () => {
    const config = parseAuthServerConfig({
      PORT: '0',
      HOST: '0.0.0.0',
      NODE_ENV: 'production',
      M2M_LOG_FORMAT: 'text',
      M2M_METRICS: 'false',
      M2M_HOME: '/var/lib/m2m',
      M2M_ISSUER: 'https://auth.example',
      M2M_PUBLIC_URL: 'https://auth.example/',
      M2M_POLICY_FILE: '/etc/m2m/policy.yaml',
      M2M_ADMIN_TOKEN: 'a'.repeat(32),
      M2M_ACCESS_TOKEN_TTL_SEC: '7200',
      M2M_ACCESS_TOKEN_REFRESH_SEC: '7199',
      M2M_CORE_TIMEOUT_MS: '100',
      M2M_EMBEDDED_CORE_PORT: '0',
      M2M_ALLOW_EMBEDDED_CORE: 'true',
      M2M_ALLOW_OPEN_CORE: 'true',
      M2M_ACCEPT_UNREGISTERED_CREDENTIALS: 'false',
      M2M_AUDIT_RETENTION_DAYS: '3650',
      M2M_SHARE_SIGNATURES: 'true',
      M2M_POLL_MS: '100',
      DATABASE_URL: 'postgresql://db/m2m',
      SUPERTOKENS_CONNECTION_URI: 'https://core.example/appid-m2m',
      SUPERTOKENS_API_KEY: 'core-key',
      M2M_LIMIT_PER_CREDENTIAL: '600/m,10',
      M2M_LIMIT_PER_ADDRESS: 'off',
      M2M_LIMIT_FAILURES: '3600/h,1',
      M2M_TRUSTED_PROXIES: '10.0.0.0/8, 2001:db8::/32,192.0.2.1',
    });
    expect(config).toEqual({
      process: {
        name: 'auth-server',
        host: '0.0.0.0',
        port: 0,
        logFormat: 'text',
        trustedProxies: ['10.0.0.0/8', '2001:db8::/32', '192.0.2.1'],
      },
      isMetricsPublished: false,
      isDescribed: false,
      home: '/var/lib/m2m',
      isProduction: true,
      issuer: 'https://auth.example',
      publicUrl: 'https://auth.example',
      policyFile: '/etc/m2m/policy.yaml',
      adminToken: 'a'.repeat(32),
      acceptsUnregistered: false,
      auditRetentionDays: 3650,
      databaseUrl: 'postgresql://db/m2m',
      pollMs: 100,
      core: { kind: 'remote', connectionUri: 'https://core.example/appid-m2m', apiKey: 'core-key' },
      coreTimeoutMs: 100,
      limits: {
        perCredential: { perSec: 10, burst: 10 },
        perAddress: undefined,
        failures: { perSec: 1, burst: 1 },
      },
      accessToken: { ttlSec: 7200, refreshSec: 7199, sharesSignatures: true },
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  const everyVariable = Object.keys(environment.shape);
  const leftovers = ['', '   ', 'undefined', 'null'];

  it.each(everyVariable.flatMap((name) => leftovers.map((value) => [name, value] as const)))(
    'refuses %s when it is set to "%s"',
    (name, value) => {
      expect(problemsOf({ [name]: value })).toEqual([
        `${name} is set but empty. Give it a value, or unset it.`,
      ]);
    },
  );

  it.each([
    ['PORT', '-1'],
    ['PORT', '99999'],
    ['PORT', '80a'],
    ['PORT', '/run/m2m.sock'],
    ['M2M_EMBEDDED_CORE_PORT', '65536'],
    ['NODE_ENV', 'prod'],
    ['NODE_ENV', 'Production'],
    ['M2M_LOG_FORMAT', 'xml'],
    ['M2M_PUBLIC_URL', 'auth.example'],
    ['M2M_PUBLIC_URL', 'http://tell-tale:tell-tale@auth.example'],
    ['M2M_PUBLIC_URL', '/run/m2m.sock'],
    ['M2M_ADMIN_TOKEN', 'tell-tale'],
    ['M2M_ACCESS_TOKEN_TTL_SEC', '0'],
    ['M2M_ACCESS_TOKEN_TTL_SEC', '-1'],
    ['M2M_ACCESS_TOKEN_TTL_SEC', '7201'],
    ['M2M_ACCESS_TOKEN_TTL_SEC', '1e9'],
    ['M2M_ACCESS_TOKEN_TTL_SEC', 'NaN'],
    ['M2M_ACCESS_TOKEN_TTL_SEC', '30m'],
    ['M2M_ACCESS_TOKEN_REFRESH_SEC', '0'],
    ['M2M_CORE_TIMEOUT_MS', '99'],
    ['M2M_CORE_TIMEOUT_MS', 'Infinity'],
    ['M2M_POLL_MS', '0'],
    ['M2M_AUDIT_RETENTION_DAYS', '0'],
    ['M2M_ALLOW_EMBEDDED_CORE', '1'],
    ['M2M_ALLOW_OPEN_CORE', 'TRUE'],
    ['M2M_ACCEPT_UNREGISTERED_CREDENTIALS', 'no'],
    ['DATABASE_URL', 'mysql://tell-tale:tell-tale@db/m2m'],
    ['DATABASE_URL', 'db'],
    ['M2M_LIMIT_PER_CREDENTIAL', '50'],
    ['M2M_LIMIT_PER_CREDENTIAL', '0/s,10'],
    ['M2M_LIMIT_PER_ADDRESS', '50/s,0'],
    ['M2M_LIMIT_PER_ADDRESS', '50/d,10'],
    ['M2M_LIMIT_FAILURES', 'OFF'],
    ['M2M_LIMIT_FAILURES', '-1/s,10'],
    ['M2M_TRUSTED_PROXIES', 'true'],
    ['M2M_TRUSTED_PROXIES', '0.0.0.0/0'],
    ['M2M_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['M2M_TRUSTED_PROXIES', '10.0.0.0/8/8'],
    ['M2M_TRUSTED_PROXIES', '10.0.0.1,'],
    ['M2M_TRUSTED_PROXIES', 'proxy.example'],
  ])('does not start with %s=%s, and says what it must be', (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} must .+\\.$`))]);
    expect(problems.join()).not.toContain('tell-tale');
  });

  it.each([
    ['1800', '1800'],
    ['60', '300'],
  ])('refuses a lifetime of %s s that is renewed after %s s', (ttl, refresh) => {
    const times = { M2M_ACCESS_TOKEN_TTL_SEC: ttl, M2M_ACCESS_TOKEN_REFRESH_SEC: refresh };
    expect(problemsOf(times)).toEqual([expect.stringContaining('must be shorter than')]);
  });

  it.each([
    'core:3567',
    'ftp://core',
    'http://',
    ';',
    'http://core;nonsense',
    'http://a@core',
    'http://:tell-tale@core',
    'http://core?k=1',
    'http://core#x',
  ])('refuses "%s" for the address of a core, without echoing it', (uri) => {
    const problems = problemsOf({ SUPERTOKENS_CONNECTION_URI: uri });
    expect(problems).toEqual([expect.stringMatching(/^SUPERTOKENS_CONNECTION_URI must be /)]);
    expect(problems.join()).not.toContain('tell-tale');
  });

  it.each(['http://a:3567;http://b:3567', 'http://a/appid-x ; http://b/appid-x;'])(
    'takes "%s" for several cores',
    (connectionUri) => {
      const { core } = parseAuthServerConfig({ SUPERTOKENS_CONNECTION_URI: connectionUri });
      expect(core).toEqual({ kind: 'remote', connectionUri });
    },
  );

  it('refuses the embedded core in production, unless allowed by name', () => {
    expect(problemsOf(production)).toEqual([
      expect.stringContaining('M2M_ALLOW_EMBEDDED_CORE=true'),
    ]);
    const allowed = parseAuthServerConfig({ ...production, M2M_ALLOW_EMBEDDED_CORE: 'true' });
    expect(allowed.core.kind).toBe('embedded');
  });

  it('refuses a core without an API key in production, unless allowed by name', () => {
    expect(problemsOf({ ...production, ...remote })).toEqual([
      expect.stringMatching(/^SUPERTOKENS_API_KEY is not set\..*M2M_ALLOW_OPEN_CORE=true/),
    ]);
    const open = parseAuthServerConfig({ ...production, ...remote, M2M_ALLOW_OPEN_CORE: 'true' });
    expect(open.core).toEqual({ kind: 'remote', connectionUri: 'http://core:3567' });
    const keyed = parseAuthServerConfig({ ...production, ...remote, SUPERTOKENS_API_KEY: 'key' });
    expect(keyed.core).toMatchObject({ apiKey: 'key' });
  });

  it.each([
    [{}, true],
    [production, false],
    [{ M2M_DOCS: 'false' }, false],
    [{ ...production, M2M_DOCS: 'true' }, true],
  ])('describes itself under %j: %s', (variables, isDescribed) => {
    const config = parseAuthServerConfig({ ...remote, SUPERTOKENS_API_KEY: 'key', ...variables });
    expect(config.isDescribed).toBe(isDescribed);
  });
});

describe('authServerConfig', () => {
  it('reads the environment of the process', () => {
    expect(authServerConfig().process.name).toBe('auth-server');
  });
});
