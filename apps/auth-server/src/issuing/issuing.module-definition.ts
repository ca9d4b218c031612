import { ConfigurableModuleBuilder } from '@nestjs/common';
import { ISSUING_OPTIONS, type IssuingOptions } from './issuing-options.js';

export const { ConfigurableModuleClass } = new ConfigurableModuleBuilder<IssuingOptions>({
  optionsInjectionToken: ISSUING_OPTIONS,
})
  .setClassMethodName('forRoot')
  .setExtras({ isGlobal: true }, (definition, { isGlobal }) => ({
    ...definition,
    global: isGlobal,
  }))
  .build();
