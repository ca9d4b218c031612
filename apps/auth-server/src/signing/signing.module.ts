import { Module } from '@nestjs/common';
import { Database } from '../database/database.js';
import { CoreConnection } from './core-connection.service.js';
import { CORE } from './core.port.js';
import { JwksController } from './jwks.controller.js';
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
      inject: [SIGNING_OPTIONS, Database],
      useFactory: (options: SigningOptions, database: Database) =>
        CoreConnection.open(options, database),
    },
    PublishedKeySet,
    TokenSigner,
  ],
  exports: [PublishedKeySet, TokenSigner],
})
export class SigningModule extends ConfigurableModuleClass {}
