// NestJS 12 and jose are ESM-only; jest runs in CommonJS mode, so swc turns them (and PGlite, which
// imports dynamically) into CommonJS. Every further ESM-only dependency must join the list below.
const swc = [
  '@swc/jest',
  {
    swcrc: false,
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      target: 'es2022',
      keepClassNames: true,
    },
    module: { type: 'commonjs' },
  },
];

const project = (name, testMatch) => ({
  displayName: name,
  rootDir: import.meta.dirname,
  testMatch,
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/test/support/baseline-wasm.ts'],
  moduleFileExtensions: ['ts', 'js', 'cjs', 'mjs', 'json', 'node'],
  moduleNameMapper: {
    '^@app/m2m$': '<rootDir>/libs/m2m/src/index.ts',
    '^@app/m2m/testing$': '<rootDir>/libs/m2m/src/testing/index.ts',
    '^@app/embedded-core$': '<rootDir>/libs/embedded-core/src/index.ts',
    '^@app/runtime$': '<rootDir>/libs/runtime/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: { '^.+\\.[cm]?[tj]s$': swc },
  transformIgnorePatterns: [
    '/node_modules/(?!(.*/)?(@nestjs|jose|cookie|file-type|@electric-sql|lru-cache|content-disposition|mercurius|quick-lru|oauth4webapi|openid-client|@scalar|@seriousme|fastify-plugin|github-slugger)/)',
  ],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
});

export default {
  testTimeout: 30_000,
  // Many suites wait for processes of their own, so every core may have a worker.
  maxWorkers: '100%',
  projects: [
    project('unit', ['<rootDir>/{apps,libs,tools}/**/*.spec.ts', '<rootDir>/test/*.spec.ts']),
    project('contract', ['<rootDir>/test/contract/**/*.spec.ts']),
    project('attack', ['<rootDir>/test/attack/**/*.spec.ts']),
    project('docs', ['<rootDir>/test/docs/**/*.spec.ts']),
    project('transports', ['<rootDir>/test/transports/*.e2e-spec.ts']),
    project('e2e', [
      '<rootDir>/test/e2e/**/*.e2e-spec.ts',
      '<rootDir>/test/fault/**/*.e2e-spec.ts',
    ]),
    // These need programs that `.ci/run` installs; without them they fail.
    project('interop', ['<rootDir>/test/interop/**/*.interop-spec.ts']),
    project('postgres', [
      '<rootDir>/test/contract/postgres/**/*.pg-spec.ts',
      '<rootDir>/test/instances/**/*.pg-spec.ts',
    ]),
    project('brokers', ['<rootDir>/test/transports/brokers/**/*.broker-spec.ts']),
    project('browser', ['<rootDir>/test/browser/**/*.browser-spec.ts']),
  ],
  // Pages of HTML are made when somebody wants them: --coverageReporters=lcov.
  coverageReporters: ['text-summary'],
  collectCoverageFrom: [
    'libs/*/src/**/*.ts',
    'apps/auth-server/src/{issuing,oauth,policy,registry,signing}/**/*.ts',
    '!**/*.spec.ts',
    '!**/index.ts',
    '!**/*.tables.ts',
  ],
  coverageThreshold: {
    './libs/': { lines: 95, branches: 95 },
    './apps/auth-server/src/': { lines: 95, branches: 95 },
  },
};
