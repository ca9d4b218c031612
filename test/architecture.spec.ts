import {
  defaultExports,
  drawers,
  eagerOptionalPackages,
  environmentReaders,
  findCycle,
  forbiddenDoors,
  forbiddenPackages,
  forbiddenRooms,
  furtherSdkEntries,
  impureDecisions,
  libraryArrows,
  oversizedFiles,
  violations,
} from './architecture/find-violations.js';
import { ENVIRONMENT_READERS, PURE_FILES, ROOMS } from './architecture/import-table.js';
import { roomOf } from './architecture/rooms.js';
import { readSources, type SourceFile } from './architecture/source-file.js';

const applications = readSources(['apps']);
const libraries = readSources(['libs']);
const product = [...applications, ...libraries];
const paths = new Set(product.map(({ path }) => path));

const lines = (count: number, text: string): string => `${text}\n`.repeat(count);

const madeUp = (path: string, text: string): readonly SourceFile[] => [{ path, text }];

describe('the import table', () => {
  it('has a row for every room, and no row for a room that is gone', () => {
    const rooms = new Set(product.map(({ path }) => roomOf(path)));
    expect(rooms).toEqual(new Set(Object.keys(ROOMS)));
  });

  it('lists only rooms that have a row', () => {
    const imported = Object.values(ROOMS).flat();
    expect(imported.filter((room) => ROOMS[room] === undefined)).toEqual([]);
  });

  it('has arrows that run one way', () => {
    expect(findCycle(ROOMS)).toBeUndefined();
  });

  it('names only files that exist', () => {
    for (const path of [...PURE_FILES, ...Object.keys(ENVIRONMENT_READERS)]) {
      expect(paths).toContain(path);
    }
  });
});

describe('the sources', () => {
  it('import only the rooms that their row lists', () => {
    expect(violations(product, forbiddenRooms)).toEqual([]);
  });

  it('import a package only where the table lets it in', () => {
    expect(violations(product, forbiddenPackages)).toEqual([]);
  });

  it('use the JWT recipe of the SuperTokens SDK and nothing else of it', () => {
    expect(violations(product, furtherSdkEntries)).toEqual([]);
  });

  it('load the packages of optional transports only when they are used', () => {
    expect(violations(libraries, eagerOptionalPackages)).toEqual([]);
  });

  it('keep the API key of the core out of everything but the auth-server, and the doctor who tries it', () => {
    const knowing = product.filter(({ text }) => /SUPERTOKENS_API_KEY|core-api-key/.test(text));
    const elsewhere = knowing.filter(
      ({ path }) => !/^apps\/(auth-server|m2m-cli\/src\/doctor)\//.test(path),
    );
    expect(knowing.length).toBeGreaterThan(0);
    expect(elsewhere.map(({ path }) => path)).toEqual([]);
  });

  it('reach another project through its public door only', () => {
    expect(violations(product, forbiddenDoors)).toEqual([]);
  });

  it('keep libraries free of applications and of each other', () => {
    expect(violations(libraries, libraryArrows)).toEqual([]);
  });

  it('read the environment in the config rooms only', () => {
    expect(violations(product, environmentReaders)).toEqual([]);
  });

  it('keep packages out of pure decisions', () => {
    expect(violations(product, impureDecisions)).toEqual([]);
  });

  it('export by name', () => {
    expect(violations(product, defaultExports)).toEqual([]);
  });

  it('stay below 250 code lines a file, tests and tools included', () => {
    const more = readSources(['test', 'tools'], ['.ts', '.mjs', '.cjs']);
    expect(violations([...product, ...more], oversizedFiles)).toEqual([]);
  });

  it('have no folder that is named after nothing', () => {
    expect(violations([...product, ...readSources(['test', 'tools'])], drawers)).toEqual([]);
  });
});

describe('a violation is seen', () => {
  it.each([
    ['a static import', "import { TokenIssuer } from '../issuing/token-issuer.service.js';"],
    ['a type', "import type { TokenRequest } from '../issuing/token-request.js';"],
    ['an inline type', "type T = import('../issuing/token-request.js').TokenRequest;"],
    ['a re-export', "export * from '../issuing/token-request.js';"],
    ['a dynamic import', "const later = () => import('../issuing/token-request.js');"],
    ['a require', "const now = require('../issuing/token-request.js');"],
  ])('when the policy imports the issuing room by %s', (_, text) => {
    expect(violations(madeUp('apps/auth-server/src/policy/x.ts', text), forbiddenRooms)).toEqual([
      'apps/auth-server/src/policy/x.ts: auth-server/policy may not import auth-server/issuing',
    ]);
  });

  it.each([
    ['libs/m2m/src/inbound/x.ts', '../outbound/token-cache.js', 'm2m/outbound'],
    ['libs/m2m/src/shared/x.ts', '../inbound/claim-rules.js', 'm2m/inbound'],
    ['libs/runtime/src/http/x.ts', '@app/m2m', 'm2m'],
    ['apps/microservice/src/hello/x.ts', '@app/embedded-core', 'embedded-core'],
    ['apps/microservice/src/hello/x.ts', '../query/query.service.js', 'microservice/query'],
    ['apps/microservice/src/hello/x.ts', '@app/m2m/inbound/key-set', '@app/m2m/inbound/key-set'],
    ['apps/auth-server/src/config/x.ts', '../../../../test/support/token-forge.js', 'outside'],
  ])('when %s imports %s', (path, specifier, room) => {
    expect(violations(madeUp(path, `import '${specifier}';`), forbiddenRooms)).toEqual([
      `${path}: ${roomOf(path)} may not import ${room}`,
    ]);
  });

  it.each([
    ['apps/auth-server/src/issuing/x.ts', 'supertokens-node/recipe/jwt', 'supertokens-node'],
    ['apps/auth-server/src/issuing/x.ts', 'drizzle-orm/pg-core', 'drizzle-orm'],
    ['apps/auth-server/src/issuing/x.ts', 'pg', 'pg'],
    ['apps/microservice/src/hello/x.ts', 'passport-jwt', 'passport-jwt'],
    ['apps/microservice/src/hello/x.ts', 'jsonwebtoken', 'jsonwebtoken'],
    ['libs/m2m/src/outbound/x.ts', 'jwks-rsa', 'jwks-rsa'],
    ['libs/m2m/src/shared/x.ts', 'node:crypto', 'node:'],
    ['libs/m2m/src/shared/x.ts', '@nestjs/common', '@nestjs/common'],
    ['libs/embedded-core/src/x.ts', '@nestjs/common', '@nestjs/common'],
    ['libs/m2m/src/inbound/x.ts', 'express', 'express'],
  ])('when %s imports the package %s', (path, specifier, name) => {
    expect(violations(madeUp(path, `import '${specifier}';`), forbiddenPackages)).toEqual([
      `${path}: ${name} may not be imported here`,
    ]);
  });

  it.each(['supertokens-node/framework/fastify', 'supertokens-node/recipe/oauth2provider'])(
    'when %s is imported',
    (specifier) => {
      const path = 'apps/auth-server/src/signing/supertokens-core.ts';
      expect(violations(madeUp(path, `import '${specifier}';`), furtherSdkEntries)).toHaveLength(1);
    },
  );

  it.each([
    ["import { Metadata } from '@grpc/grpc-js';", 1],
    ["import { type Metadata } from '@grpc/grpc-js';", 1],
    ["export { Metadata } from '@grpc/grpc-js';", 1],
    ["import type { Metadata } from '@grpc/grpc-js';", 0],
    ["const load = () => import('@grpc/grpc-js');", 0],
  ])('when an optional package is loaded at once, as in %s', (text, count) => {
    const file = madeUp('libs/m2m/src/outbound/x.ts', text);
    expect(violations(file, eagerOptionalPackages)).toHaveLength(count);
  });

  it('when an application reaches into a library', () => {
    const file = madeUp(
      'apps/microservice/src/x.ts',
      "import { KeySet } from '../../../libs/m2m/src/inbound/key-set.js';",
    );
    expect(violations(file, forbiddenDoors)).toHaveLength(1);
  });

  it('when a library imports an application or another library, even in a test', () => {
    const text = "import '@app/runtime'; import '../../../apps/auth-server/src/policy/decide.js';";
    const file = madeUp('libs/m2m/src/x.spec.ts', text);
    expect(violations(file, libraryArrows)).toHaveLength(1);
    expect(violations(file, forbiddenDoors)).toHaveLength(1);
  });

  it.each([
    'process.env.HOME',
    "process['env']",
    'const { env } = process',
    'globalThis.process.env',
    "import { env } from 'node:process'",
  ])('when a room says %s', (text) => {
    expect(
      violations(madeUp('apps/microservice/src/hello/x.ts', text), environmentReaders),
    ).toHaveLength(1);
  });

  it('when a pure decision imports a package', () => {
    const file = madeUp('apps/auth-server/src/policy/decide.ts', "import { z } from 'zod';");
    expect(violations(file, impureDecisions)).toHaveLength(1);
  });

  it.each([
    'export default 1;',
    'const x = 1; export { x as default };',
    'export default class {}',
  ])('when a file says %s', (text) => {
    expect(violations(madeUp('libs/m2m/src/x.ts', text), defaultExports)).toHaveLength(1);
  });

  it('when a file has 251 lines of code, however many comments it has', () => {
    const comments = lines(300, '// why') + lines(300, '/** what */');
    const fits = madeUp('libs/m2m/src/x.ts', comments + lines(250, 'run();'));
    const tooLong = madeUp('libs/m2m/src/x.ts', comments + lines(251, 'run();'));
    expect(violations(fits, oversizedFiles)).toEqual([]);
    expect(violations(tooLong, oversizedFiles)).toEqual([
      'libs/m2m/src/x.ts: 251 code lines, at most 250',
    ]);
  });

  it.each(['utils', 'helpers', 'common', 'types'])('when a folder is called %s', (name) => {
    expect(violations(madeUp(`libs/m2m/src/${name}/x.ts`, ''), drawers)).toHaveLength(1);
  });

  it('when arrows run in a circle', () => {
    expect(findCycle({ a: ['b'], b: ['c'], c: ['b'] })).toEqual(['b', 'c', 'b']);
  });
});
