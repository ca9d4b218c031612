import { Module } from '@nestjs/common';
import { QueryController } from './query.controller.js';
import { QueryService } from './query.service.js';

/** The calling side: this microservice calls others. */
@Module({ controllers: [QueryController], providers: [QueryService] })
export class QueryModule {}
