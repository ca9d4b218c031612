import { ConfigurableModuleBuilder, Module } from '@nestjs/common';
import type { M2MModuleOptions } from './m2m-options.js';
import { knownTargets } from './outbound/outbound-manifest.js';
import type { ManifestPart } from './shared/manifest.js';
import { manifestProviders, type ModuleGraph } from './shared/manifest-parts.js';

const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN, OPTIONS_TYPE, ASYNC_OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<M2MModuleOptions>({ moduleName: 'M2M' })
    .setClassMethodName('forRoot')
    .setFactoryMethodName('createM2MOptions')
    .build();

export { MODULE_OPTIONS_TOKEN as M2M_OPTIONS };
export type M2MForRootOptions = typeof OPTIONS_TYPE;
export type M2MForRootAsyncOptions = typeof ASYNC_OPTIONS_TYPE;

/** Holds the options once, for both halves to take their share. */
@Module({ providers: manifestProviders(givenOptions), exports: [MODULE_OPTIONS_TOKEN] })
export class M2MOptionsModule extends ConfigurableModuleClass {}

/** The halves take their share from a factory, which Nest's preview mode does not run. */
function givenOptions(modules: ModuleGraph): ManifestPart {
  return knownTargets(modules, MODULE_OPTIONS_TOKEN);
}
