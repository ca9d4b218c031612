import { ConfigurableModuleBuilder } from '@nestjs/common';
import { SIGNING_OPTIONS, type SigningOptions } from './signing-options.js';

export const { ConfigurableModuleClass } = new ConfigurableModuleBuilder<SigningOptions>({
  optionsInjectionToken: SIGNING_OPTIONS,
})
  .setClassMethodName('forRoot')
  .setExtras({ isGlobal: true }, (definition, { isGlobal }) => ({
    ...definition,
    global: isGlobal,
  }))
  .build();
