import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { M2MOutboundOptions } from './outbound-options.js';

/** `forRoot` and `forRootAsync`; the module is global unless `isGlobal: false` is given. */
export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: OUTBOUND_OPTIONS } =
  new ConfigurableModuleBuilder<M2MOutboundOptions>({ moduleName: 'M2MOutbound' })
    .setClassMethodName('forRoot')
    .setExtras({ isGlobal: true }, (definition, { isGlobal }) => ({
      ...definition,
      global: isGlobal,
    }))
    .build();

/** Injects the checked options. */
export const RESOLVED_OUTBOUND_OPTIONS = Symbol('RESOLVED_OUTBOUND_OPTIONS');
