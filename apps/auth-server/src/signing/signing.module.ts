import { Module } from '@nestjs/common';
import { Database } from '../database/database.js';
import { CoreConnection } from './core-connection.service.js';
import { CORE_EVENTS, type CoreEvents } from './core-events.port.js';
import { CORE } from './core.port.js';
import { JwksController } from './jwks.controller.js';
import { OpenCoreCheck } from './open-core-check.service.js';
import { PublishedKeySet } from './published-key-set.service.js';
import { ConfigurableModuleClass } from './signing.module-definition.js';
import { SIGNING_OPTIONS, type SigningOptions } from './signing-options.js';
import { TokenSigner } from './token-signer.service.js';

/** The SuperTokens core: signing through it, and publishing its keys. */
@Module({
  controllers: [JwksController],
  providers: [
    {
      provide: CORE,
      inject: [SIGNING_OPTIONS, Database, { token: CORE_EVENTS, optional: true }],
      useFactory: (options: SigningOptions, database: Database, events?: CoreEvents) =>
        CoreConnection.open(options, database, events),
    },
    PublishedKeySet,
    OpenCoreCheck,
    TokenSigner,
  ],
  exports: [PublishedKeySet, TokenSigner],
})
export class SigningModule extends ConfigurableModuleClass {}
