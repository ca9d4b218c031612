import { randomUUID } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { ProblemFilter } from '../http/problem.filter.js';
import { INSTANCE_ID } from './instance-id.js';
import { ProcessIndicator } from './process.indicator.js';
import { ShutdownState } from './shutdown-state.js';

/** What every application of this project shares: the error shape, health and the will to stop. */
@Global()
@Module({
  imports: [TerminusModule.forRoot({ logger: false })],
  providers: [
    { provide: INSTANCE_ID, useFactory: () => randomUUID() },
    ShutdownState,
    ProcessIndicator,
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
  exports: [INSTANCE_ID, ShutdownState, ProcessIndicator, TerminusModule],
})
export class RuntimeModule {}
