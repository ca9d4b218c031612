import { Module, type DynamicModule } from '@nestjs/common';
import { API } from './api-options.js';
import { ApiController } from './api.controller.js';
import type { Api } from './api-route.js';
import { ReferencePages } from './reference-pages.service.js';

/** Serves the description of an application: `/openapi.json`, and `/docs` to browse it. */
@Module({})
export class ApiModule {
  static forRoot(api: Api): DynamicModule {
    return {
      module: ApiModule,
      controllers: [ApiController],
      providers: [
        { provide: API, useValue: api },
        { provide: ReferencePages, useFactory: () => new ReferencePages(api.title) },
      ],
    };
  }
}
