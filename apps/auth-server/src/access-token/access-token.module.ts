import { Module } from '@nestjs/common';
import { AccessTokenController } from './access-token.controller.js';

/** `POST /accesstoken`: the wire that the microservices of the seed speak. */
@Module({ controllers: [AccessTokenController] })
export class AccessTokenModule {}
