import { HttpModule } from '@nestjs/axios';
import { Logger, Module } from '@nestjs/common';
import { manifestProviders } from '../shared/manifest-parts.js';
import { AccessTokens } from './access-tokens.js';
import { bothEvents, loggingEvents } from './logging-events.js';
import { noOutboundEvents } from './outbound-events.port.js';
import { outboundManifest } from './outbound-manifest.js';
import type { M2MOutboundOptions, ResolvedOutboundOptions } from './outbound-options.js';
import {
  ConfigurableModuleClass,
  OUTBOUND_OPTIONS,
  RESOLVED_OUTBOUND_OPTIONS,
} from './outbound.module-definition.js';
import { resolveOutboundOptions } from './resolve-outbound-options.js';
import { TokenClientService } from './token-client.service.js';

/**
 * The calling half of the library: `M2MOutboundModule.forRoot({ name, authServer, credential,
 * targets })`, then inject {@link TokenClientService}.
 *
 * Wrong options stop the start of the application with `M2MOptionsError`. Tokens are held once per
 * module, however often the client is provided.
 */
@Module({
  imports: [HttpModule.register({ maxRedirects: 0, proxy: false })],
  providers: [
    {
      provide: RESOLVED_OUTBOUND_OPTIONS,
      useFactory: (options: M2MOutboundOptions): ResolvedOutboundOptions => {
        const resolved = resolveOutboundOptions(options);
        const log = loggingEvents(new Logger('M2MOutbound'));
        const isHeard = resolved.events !== noOutboundEvents;
        return { ...resolved, events: isHeard ? bothEvents(log, resolved.events) : log };
      },
      inject: [OUTBOUND_OPTIONS],
    },
    {
      provide: AccessTokens,
      useFactory: (options: ResolvedOutboundOptions) => new AccessTokens(options),
      inject: [RESOLVED_OUTBOUND_OPTIONS],
    },
    TokenClientService,
    ...manifestProviders(outboundManifest),
  ],
  exports: [TokenClientService, RESOLVED_OUTBOUND_OPTIONS],
})
export class M2MOutboundModule extends ConfigurableModuleClass {}
