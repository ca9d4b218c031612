import { Module } from '@nestjs/common';
import { HelloController } from './hello.controller.js';

/** The protected side: this microservice is called. */
@Module({ controllers: [HelloController] })
export class HelloModule {}
