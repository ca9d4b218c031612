import { ConfigurableModuleBuilder, Module } from '@nestjs/common';
import type { M2MModuleOptions } from './m2m-options.js';

const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN, OPTIONS_TYPE, ASYNC_OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<M2MModuleOptions>({ moduleName: 'M2M' })
    .setClassMethodName('forRoot')
    .setFactoryMethodName('createM2MOptions')
    .build();

export { MODULE_OPTIONS_TOKEN as M2M_OPTIONS };
export type M2MForRootOptions = typeof OPTIONS_TYPE;
export type M2MForRootAsyncOptions = typeof ASYNC_OPTIONS_TYPE;

/** Holds the options once, for both halves to take their share. */
@Module({ exports: [MODULE_OPTIONS_TOKEN] })
export class M2MOptionsModule extends ConfigurableModuleClass {}
