/**
 * Which room may import which. What is not listed is forbidden; ARCHITECTURE.md shows the same
 * table. A project's bare name is its top: the list of rooms of an application, the public door of a
 * library. Arrows run from wire to story to facts to ground, and never back.
 */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  'auth-server': [
    'auth-server/access-token',
    'auth-server/admin',
    'auth-server/audit',
    'auth-server/config',
    'auth-server/database',
    'auth-server/demo',
    'auth-server/explaining',
    'auth-server/health',
    'auth-server/insight',
    'auth-server/issuing',
    'auth-server/limits',
    'auth-server/metrics',
    'auth-server/oauth',
    'auth-server/policy',
    'auth-server/proofs',
    'auth-server/registry',
    'auth-server/revocations',
    'auth-server/signing',
    'auth-server/trust',
    'm2m',
    'runtime',
  ],
  'auth-server/access-token': [
    'auth-server/audit',
    'auth-server/issuing',
    'auth-server/limits',
    'auth-server/policy',
    'auth-server/proofs',
    'auth-server/registry',
    'auth-server/trust',
    'm2m',
    'runtime',
  ],
  'auth-server/oauth': [
    'auth-server/admin',
    'auth-server/audit',
    'auth-server/database',
    'auth-server/issuing',
    'auth-server/limits',
    'auth-server/policy',
    'auth-server/proofs',
    'auth-server/registry',
    'auth-server/revocations',
    'auth-server/trust',
    'm2m',
    'runtime',
  ],
  'auth-server/demo': [
    'auth-server/policy',
    'auth-server/registry',
    'auth-server/signing',
    'runtime',
  ],
  'auth-server/health': [
    'auth-server/admin',
    'auth-server/database',
    'auth-server/policy',
    'auth-server/registry',
    'auth-server/signing',
    'm2m',
    'runtime',
  ],
  'auth-server/metrics': [
    'auth-server/audit',
    'auth-server/database',
    'auth-server/limits',
    'auth-server/policy',
    'auth-server/registry',
    'auth-server/revocations',
    'auth-server/signing',
    'm2m',
    'runtime',
  ],
  'auth-server/explaining': [
    'auth-server/admin',
    'auth-server/policy',
    'auth-server/registry',
    'auth-server/revocations',
    'm2m',
    'runtime',
  ],
  'auth-server/insight': [
    'auth-server/admin',
    'auth-server/audit',
    'auth-server/policy',
    'auth-server/registry',
    'm2m',
    'runtime',
  ],
  'auth-server/issuing': [
    'auth-server/audit',
    'auth-server/policy',
    'auth-server/registry',
    'auth-server/revocations',
    'auth-server/signing',
    'm2m',
    'runtime',
  ],
  'auth-server/policy': [
    'auth-server/admin',
    'auth-server/database',
    'auth-server/registry',
    'm2m',
    'runtime',
  ],
  'auth-server/revocations': [
    'auth-server/admin',
    'auth-server/database',
    'auth-server/registry',
    'auth-server/signing',
    'm2m',
    'runtime',
  ],
  'auth-server/proofs': ['auth-server/audit', 'auth-server/database', 'm2m'],
  'auth-server/trust': ['auth-server/policy', 'auth-server/registry', 'm2m'],
  'auth-server/registry': [
    'auth-server/admin',
    'auth-server/database',
    'auth-server/signing',
    'm2m',
    'runtime',
  ],
  'auth-server/admin': ['auth-server/database', 'm2m', 'runtime'],
  'auth-server/audit': ['auth-server/admin', 'auth-server/database', 'm2m', 'runtime'],
  'auth-server/limits': ['auth-server/database', 'm2m', 'runtime'],
  'auth-server/signing': ['auth-server/database', 'embedded-core', 'm2m', 'runtime'],
  'auth-server/database': ['m2m', 'runtime'],
  'auth-server/config': ['m2m', 'runtime'],
  microservice: [
    'microservice/config',
    'microservice/health',
    'microservice/hello',
    'microservice/metrics',
    'microservice/query',
    'm2m',
    'runtime',
  ],
  'microservice/hello': ['microservice/config', 'm2m', 'runtime'],
  'microservice/query': ['m2m', 'runtime'],
  'microservice/health': ['m2m', 'runtime'],
  'microservice/metrics': ['microservice/health', 'm2m', 'runtime'],
  'microservice/config': ['m2m', 'runtime'],
  // Types alone: what runs there is of the application that is looked at.
  'm2m-cli': ['m2m'],
  m2m: ['m2m/health', 'm2m/inbound', 'm2m/outbound', 'm2m/shared', 'm2m/telemetry'],
  'm2m/inbound': ['m2m/shared'],
  'm2m/outbound': ['m2m/shared'],
  'm2m/health': ['m2m/inbound', 'm2m/outbound', 'm2m/shared'],
  'm2m/telemetry': ['m2m/inbound', 'm2m/outbound', 'm2m/shared'],
  // Imported by specs and by what stands in test/, never by a room.
  'm2m/testing': ['m2m/inbound', 'm2m/outbound', 'm2m/shared'],
  'm2m/shared': [],
  'embedded-core': [],
  runtime: [],
};

/** Every application and every library but the framework-free ones. */
const NEST =
  /^(apps\/(?!m2m-cli\/(?!src\/declared\/preview\.ts$))|libs\/m2m\/src\/([^/]+\.ts$|inbound\/|outbound\/|health\/|testing\/)|libs\/runtime\/)/;

/** Where each package may be imported. A package that is not listed may be imported nowhere. */
export const PACKAGES: Readonly<Record<string, RegExp>> = {
  'node:': /^(?!libs\/m2m\/src\/shared\/)/,
  'supertokens-node': /^apps\/auth-server\/src\/signing\/supertokens-core\.ts$/,
  'passport-jwt': /^libs\/m2m\/src\/inbound\//,
  'jwks-rsa': /^libs\/m2m\/src\/inbound\//,
  'lru-cache': /^libs\/m2m\/src\/(inbound|outbound)\//,
  undici: /^(libs\/m2m\/src\/outbound|apps\/auth-server\/src\/signing\/transport)\//,
  axios: /^(libs\/m2m\/src\/outbound|apps\/microservice\/src\/query)\//,
  '@nestjs/axios': /^libs\/m2m\/src\/(outbound|testing)\//,
  'drizzle-orm':
    /^apps\/auth-server\/src\/(database\/|[^/]+\/[^/]+\.tables\.ts$|admin\/admin-token-store\.ts$|audit\/(delete-expired|read-audit|read-calls|write-batch)\.ts$|policy\/(group-rows|read-snapshot|trust-rows|version-rows|write-policy)\.ts$|registry\/(read-registry|read-credentials|read-sightings|write-sightings|write-uses|credential-store)\.ts$|revocations\/(read-revocations|revocation-store)\.ts$|proofs\/used-assertions\.service\.ts$|limits\/shared-spending\.service\.ts$|signing\/embedded\/drizzle-signing-key-store\.ts$)/,
  pg: /^apps\/auth-server\/src\/database\//,
  '@electric-sql/pglite': /^apps\/auth-server\/src\/database\//,
  yaml: /^apps\/(auth-server\/src\/policy|m2m-cli\/src\/declared)\//,
  typescript: /^apps\/m2m-cli\/src\/declared\//,
  zod: /^(apps\/|libs\/runtime\/src\/(api|environment)\/)/,
  fastify:
    /^(libs\/runtime\/src\/http\/|apps\/auth-server\/src\/([^/]+\/[^/]+\.controller|oauth\/oauth-error\.filter|policy\/policy-body-parser|limits\/limits-gate)\.ts$)/,
  '@nestjs/platform-fastify':
    /^(libs\/runtime\/|apps\/auth-server\/src\/((oauth\/form|policy\/policy)-body-parser|limits\/limits-gate|metrics\/token-request-timing)\.ts$)/,
  '@scalar/fastify-api-reference': /^libs\/runtime\/src\/api\/reference-page\.ts$/,
  rxjs: /^(libs\/m2m\/src\/(inbound|outbound)\/|apps\/auth-server\/src\/admin\/)/,
  '@nestjs/microservices': /^libs\/m2m\/src\/(inbound|outbound)\//,
  '@nestjs/websockets': /^libs\/m2m\/src\/inbound\//,
  '@nestjs/graphql': /^libs\/m2m\/src\/inbound\//,
  graphql: /^libs\/m2m\/src\/inbound\//,
  '@grpc/grpc-js': /^libs\/m2m\/src\/outbound\//,
  '@nats-io/transport-node': /^libs\/m2m\/src\/outbound\//,
  yargs: /^apps\/m2m-cli\/src\/(main\.ts$|command-line\/)/,
  picocolors: /^apps\/m2m-cli\/src\/output\//,
  '@viz-js/viz': /^apps\/m2m-cli\/src\/policy\/graph\.command\.ts$/,
  'prom-client':
    /^(libs\/runtime\/src\/metrics\/|apps\/[^/]+\/src\/metrics\/|apps\/microservice\/src\/microservice\.module\.ts$)/,
  '@opentelemetry/api':
    /^(libs\/runtime\/src\/tracing\/|apps\/microservice\/src\/microservice\.module\.ts$)/,
  '@nestjs/config': /^apps\/(auth-server\/src\/config|microservice\/src\/(config|hello))\//,
  '@nestjs/terminus': /^(apps\/[^/]+\/src\/health|libs\/runtime\/src\/process)\//,
  '@nestjs/core': NEST,
  '@nestjs/common': NEST,
};

/**
 * Packages of transports that an application may not have installed: the library names their types
 * and loads them with `import()` when the transport is used, never with itself.
 */
export const OPTIONAL_PACKAGES: ReadonlySet<string> = new Set([
  '@grpc/grpc-js',
  '@nats-io/transport-node',
  '@nestjs/graphql',
  '@nestjs/microservices',
  '@nestjs/websockets',
  'graphql',
]);

/** All that is used of the SuperTokens SDK: no framework, no middleware, no other recipe. */
export const SDK_ENTRIES: readonly string[] = ['supertokens-node', 'supertokens-node/recipe/jwt'];

/** The only files that read the environment of the process, each with its reason. */
export const ENVIRONMENT_READERS: Readonly<Record<string, string>> = {
  'apps/auth-server/src/config/auth-server.config.ts': 'the configuration',
  'apps/microservice/src/config/microservice.config.ts': 'the configuration',
  'apps/m2m-cli/src/config/settings.ts': 'the settings of the command',
  'apps/m2m-cli/src/declared/preview.ts': 'what the command tells the process that it started',
  'libs/m2m/src/inbound/inbound-options.ts': 'NODE_ENV, for the production guard',
  'libs/m2m/src/outbound/credential-source.ts': 'the variable that the application names',
  'libs/embedded-core/src/keys/in-memory-signing-key-store.ts':
    'NODE_ENV, for the production guard',
};

/** Decisions that are pure: data in, data out, no package at all. */
export const PURE_FILES: readonly string[] = [
  'apps/auth-server/src/explaining/explain.ts',
  'apps/auth-server/src/issuing/access-token-claims.ts',
  'apps/auth-server/src/limits/token-bucket.ts',
  'apps/auth-server/src/policy/decide.ts',
  'apps/auth-server/src/policy/subject-pattern.ts',
  'apps/auth-server/src/registry/credential-standing.ts',
  'apps/auth-server/src/trust/judge-platform-token.ts',
  'apps/m2m-cli/src/declared/compare.ts',
  'apps/m2m-cli/src/policy/call-graph.ts',
  'libs/m2m/src/inbound/claim-rules.ts',
];
