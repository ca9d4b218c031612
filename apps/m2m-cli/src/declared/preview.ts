// Loaded into the process of an application before its main file (`node --import`): the application
// that it creates is only looked at, and the process ends before anything listens.
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { DynamicModule, INestApplicationContext, Type } from '@nestjs/common';
import type * as Common from '@nestjs/common';
import type * as Core from '@nestjs/core';
import type { M2MManifest } from '@app/m2m';
import { BOOT_VARIABLE, type PreviewAnswer } from './preview-answer.js';

/** What the library puts among the providers of an application that uses it. */
const MANIFEST = Symbol.for('nestjs-m2m:manifest');

type RootModule = Type | DynamicModule | Promise<DynamicModule>;
type Create = (module: RootModule, ...rest: unknown[]) => Promise<INestApplicationContext>;
type Creator = 'create' | 'createMicroservice' | 'createApplicationContext';

// The application's own copy of Nest: another copy would not be the one that it calls.
const resolve = createRequire(pathToFileURL(realpathSync(process.argv[1] ?? ''))).resolve;
const load = async <T>(name: string): Promise<T> =>
  (await import(pathToFileURL(resolve(name)).href)) as T;
const core = await load<typeof Core>('@nestjs/core');
const common = await load<typeof Common>('@nestjs/common');

const factory = core.NestFactory as unknown as Record<Creator, Create>;
const createContext = factory.createApplicationContext.bind(factory);
const isBooted = process.env[BOOT_VARIABLE] === '1';

for (const creator of ['create', 'createMicroservice', 'createApplicationContext'] as const) {
  const original = factory[creator].bind(factory);
  factory[creator] = (module, ...rest) =>
    answer(isBooted ? () => booted(original, module, rest) : () => previewed(module));
}

/** Never resolves: the process ends once the answer is on its way. */
async function answer(read: () => Promise<PreviewAnswer>): Promise<never> {
  const reply = await read().catch((error: unknown): PreviewAnswer => {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  });
  process.send?.(reply, () => process.exit(0));
  return new Promise(() => undefined);
}

/** Nest's preview mode: modules are read, and no provider of the application is built. */
async function previewed(module: RootModule): Promise<PreviewAnswer> {
  let modules: Core.ModulesContainer | undefined;
  class Probe {
    constructor(found: Core.ModulesContainer) {
      modules = found;
    }
  }
  common.Inject(core.ModulesContainer)(Probe, undefined, 0);
  common.Module({})(Probe);
  core.InitializeOnPreviewAllowlist.add(Probe);
  const root = { module: Probe, imports: [await module] };
  await createContext(root, { preview: true, logger: false, abortOnError: false });
  return manifestIn(modules);
}

async function booted(
  create: Create,
  module: RootModule,
  rest: readonly unknown[],
): Promise<PreviewAnswer> {
  const app = await create(module, ...rest);
  const reply = manifestIn(app.get(core.ModulesContainer));
  await app.close();
  return reply;
}

function manifestIn(modules: Core.ModulesContainer | undefined): PreviewAnswer {
  const providers = [...(modules?.values() ?? [])].map((one) => one.providers.get(MANIFEST));
  const read: unknown = providers.find((provider) => provider !== undefined)?.instance;
  if (typeof read !== 'function') return { kind: 'no-library' };
  return { kind: 'manifest', manifest: read(modules) as M2MManifest };
}
