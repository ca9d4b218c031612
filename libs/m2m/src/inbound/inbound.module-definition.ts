import { ConfigurableModuleBuilder } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { M2MOptionsError } from '../shared/options.error.js';
import { AudienceGuard } from './audience.guard.js';
import type { M2MInboundOptions } from './inbound-options.js';
import { PROTECT_MODE, TransportCheck } from './transport-check.js';

/** How the module is wired; given beside the options, also with `forRootAsync`. */
export interface M2MInboundStructure {
  /** Whether the whole application sees the module. Default true. */
  isGlobal?: boolean;
  /**
   * `'all'`: every route demands a token unless it is marked `@M2MPublic()`. Nest keeps global guards
   * away from WebSocket gateways and from the message handlers of a hybrid application, so those
   * must bear a mark of their own: the start fails at the first one that bears none.
   * `'marked'` (default): only routes marked `@M2MProtected()` do.
   */
  protect?: 'all' | 'marked';
}

export const {
  ConfigurableModuleClass,
  MODULE_OPTIONS_TOKEN,
  OPTIONS_TYPE: INBOUND_OPTIONS_TYPE,
  ASYNC_OPTIONS_TYPE: INBOUND_ASYNC_OPTIONS_TYPE,
} = new ConfigurableModuleBuilder<M2MInboundOptions>({ moduleName: 'M2MInbound' })
  .setClassMethodName('forRoot')
  .setFactoryMethodName('createM2MInboundOptions')
  .setExtras<M2MInboundStructure>(
    { isGlobal: true, protect: 'marked' },
    (definition, { isGlobal = true, protect = 'marked' }) => ({
      ...definition,
      global: isGlobal,
      providers: [
        ...(definition.providers ?? []),
        ...globalGuard(protect),
        { provide: PROTECT_MODE, useValue: protect },
        TransportCheck,
      ],
    }),
  )
  .build();

function globalGuard(protect: unknown) {
  if (protect === 'marked') return [];
  if (protect === 'all') return [{ provide: APP_GUARD, useClass: AudienceGuard }];
  throw new M2MOptionsError('protect', 'must be "all" or "marked".');
}
