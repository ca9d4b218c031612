import { Module, type DynamicModule } from '@nestjs/common';
import { STATUS_OPTIONS, type StatusOptions } from './status-options.js';
import { StatusController } from './status.controller.js';

/** How this auth-server is, for administrators. Needs AdminModule and every room of the ground. */
@Module({})
export class StatusModule {
  static forRoot(options: StatusOptions): DynamicModule {
    return {
      module: StatusModule,
      controllers: [StatusController],
      providers: [{ provide: STATUS_OPTIONS, useValue: options }],
    };
  }
}
