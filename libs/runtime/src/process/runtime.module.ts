import { Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ProblemFilter } from '../http/problem.filter.js';
import { ShutdownState } from './shutdown-state.js';

/** What every application of this project shares: the error shape and the will to stop. */
@Global()
@Module({
  providers: [ShutdownState, { provide: APP_FILTER, useClass: ProblemFilter }],
  exports: [ShutdownState],
})
export class RuntimeModule {}
