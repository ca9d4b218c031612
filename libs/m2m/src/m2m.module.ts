import { Module, type DynamicModule } from '@nestjs/common';
import type { M2MInboundStructure } from './inbound/inbound.module-definition.js';
import { M2MInboundModule } from './inbound/inbound.module.js';
import { inboundOptions, outboundOptions } from './m2m-options.js';
import {
  M2M_OPTIONS,
  M2MOptionsModule,
  type M2MForRootAsyncOptions,
  type M2MForRootOptions,
} from './m2m.module-definition.js';
import { M2MOutboundModule } from './outbound/outbound.module.js';

/**
 * Both halves of machine-to-machine auth: `@M2MProtected()` for what others may call, and
 * `TokenClientService` for calls to others. Global unless `isGlobal: false` is given;
 * `protect: 'all'` guards every route that is not marked `@M2MPublic()`.
 *
 * @throws M2MOptionsError when the application starts, naming option, value and repair.
 */
@Module({})
export class M2MModule {
  /** With options that are at hand, and with how the module is wired. */
  static forRoot(options: M2MForRootOptions & M2MInboundStructure): DynamicModule {
    const { isGlobal, protect, ...own } = options;
    return compose(M2MOptionsModule.forRoot(own), { isGlobal, protect });
  }

  /** With options from `useFactory`, `useClass` or `useExisting`; the wiring stands beside them. */
  static forRootAsync(options: M2MForRootAsyncOptions & M2MInboundStructure): DynamicModule {
    const { isGlobal, protect, ...own } = options;
    return compose(M2MOptionsModule.forRootAsync(own), { isGlobal, protect });
  }
}

function compose(
  options: DynamicModule,
  {
    isGlobal = true,
    protect = 'marked',
  }: { [K in keyof M2MInboundStructure]: M2MInboundStructure[K] | undefined },
): DynamicModule {
  const fromOptions = { imports: [options], inject: [M2M_OPTIONS], isGlobal };
  const halves = [
    M2MInboundModule.forRootAsync({ ...fromOptions, protect, useFactory: inboundOptions }),
    M2MOutboundModule.forRootAsync({ ...fromOptions, useFactory: outboundOptions }),
  ];
  return { module: M2MModule, imports: halves, exports: halves };
}
