import { HttpService } from '@nestjs/axios';
import { Module, type DynamicModule } from '@nestjs/common';
import type { M2MMicroservice } from '../shared/names.js';
import { TokenClientService, type ScopeRequest } from './token-client.service.js';

/**
 * `HttpModule` for one target: a module that imports `M2MHttpModule.forTarget('m2')` is injected an
 * `HttpService` over `TokenClientService.for('m2')`.
 *
 * Needs `M2MOutboundModule` to be global, which it is by default.
 */
@Module({})
export class M2MHttpModule {
  /** A module whose `HttpService` calls this target, with these scopes, and no other. */
  static forTarget(target: M2MMicroservice, request: ScopeRequest = {}): DynamicModule {
    return {
      module: M2MHttpModule,
      providers: [
        {
          provide: HttpService,
          useFactory: (client: TokenClientService) => new HttpService(client.for(target, request)),
          inject: [TokenClientService],
        },
      ],
      exports: [HttpService],
    };
  }
}
