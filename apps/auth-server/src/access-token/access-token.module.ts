import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { AccessTokenController } from './access-token.controller.js';

/** `POST /accesstoken`: the wire that the microservices of the seed speak. */
@Module({ imports: [AuditModule], controllers: [AccessTokenController] })
export class AccessTokenModule {}
