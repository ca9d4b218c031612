import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get, Inject, Module, type DynamicModule } from '@nestjs/common';
import { InitializeOnPreviewAllowlist, ModulesContainer, NestFactory } from '@nestjs/core';
import { M2MInboundModule } from './inbound/inbound.module.js';
import { M2MProtected } from './inbound/m2m-protected.decorator.js';
import { manifestOf } from './manifest-of.js';
import { M2MModule } from './m2m.module.js';
import { M2MOutboundModule } from './outbound/outbound.module.js';
import type { M2MManifest } from './shared/manifest.js';
import { instancesOf, type ModuleGraph } from './shared/manifest-parts.js';
import { LIBRARY_VERSION } from './shared/version.js';

@Controller('hello')
@M2MProtected({ callers: ['m1'] })
class HelloController {
  constructor() {
    built++;
  }

  @Get()
  hello(): void {}
}

let built = 0;
let seen: ModuleGraph | undefined;

@Module({})
class Probe {
  constructor(@Inject(ModulesContainer) modules: ModulesContainer) {
    seen = modules;
  }
}
InitializeOnPreviewAllowlist.add(Probe);

/** An application; one that is never called has no protected route. */
function appModule(imported: DynamicModule): DynamicModule {
  @Module({})
  class AppModule {}
  const isCalled = imported.module !== M2MOutboundModule;
  return { module: AppModule, imports: [imported], controllers: isCalled ? [HelloController] : [] };
}

/** As `m2m manifest` does it: nothing of the application is instantiated. */
async function previewed(imported: DynamicModule): Promise<M2MManifest> {
  const root = { module: Probe, imports: [appModule(imported)] };
  await NestFactory.createApplicationContext(root, {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  const modules = seen ?? new Map();
  const [read] = instancesOf(modules, Symbol.for('nestjs-m2m:manifest'));
  if (typeof read !== 'function') throw new Error('The library is not in the application.');
  return (read as (modules: ModuleGraph) => M2MManifest)(modules);
}

async function booted(imported: DynamicModule): Promise<M2MManifest> {
  const app = await NestFactory.createApplicationContext(appModule(imported), { logger: false });
  const manifest = manifestOf(app);
  await app.close();
  return manifest;
}

const keySource = () => Promise.resolve({ keys: [] });
const shared = { name: 'm2', authServer: 'http://localhost:1', inbound: { keySource } };
const both = { ...shared, targets: { m3: 'http://localhost:3', m1: 'http://localhost:2' } };

const route = {
  handler: 'HelloController.hello',
  transport: 'http',
  operation: 'GET /hello',
  access: 'protected',
  callers: ['m1'],
  scopes: [],
  senderConstrained: false,
  hasPredicate: false,
};
const head = { manifestVersion: 1, library: LIBRARY_VERSION };
const inbound = { name: 'm2', protect: 'marked', routes: [route] };

const asyncModule = () => M2MModule.forRootAsync({ useFactory: () => both });

describe('the manifest of an application', () => {
  it.each([
    ['both halves', () => M2MModule.forRoot(both), { ...inbound, targets: ['m1', 'm3'] }],
    ['no targets', () => M2MModule.forRoot(shared), { ...inbound, targets: [] }],
    ['the receiving half', () => M2MInboundModule.forRoot({ name: 'm2', keySource }), inbound],
    [
      'the calling half',
      () => M2MOutboundModule.forRoot({ name: 'm2', authServer: both.authServer }),
      { name: 'm2', targets: [] },
    ],
  ])('of %s is the same whether it is previewed or started', async (_what, module, expected) => {
    expect(await previewed(module())).toEqual({ ...head, ...expected });
    expect(await booted(module())).toEqual({ ...head, ...expected });
  });

  it('does without name and targets that only a factory knows, until it has run', async () => {
    const { name: _name, ...known } = inbound;
    expect(await previewed(asyncModule())).toEqual({ ...head, ...known });
    expect(await booted(asyncModule())).toEqual({ ...head, ...inbound, targets: ['m1', 'm3'] });
  });

  it('says whether everything is protected', async () => {
    expect(await previewed(M2MModule.forRoot({ ...both, protect: 'all' }))).toMatchObject({
      protect: 'all',
    });
  });

  it('is read without building anything of the application', async () => {
    built = 0;
    await previewed(M2MModule.forRoot(both));
    expect(built).toBe(0);
  });

  it('has the version of the package', () => {
    const text = readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ version: LIBRARY_VERSION });
  });
});
