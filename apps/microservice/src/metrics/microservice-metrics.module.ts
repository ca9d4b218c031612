import { Module } from '@nestjs/common';
import { HealthModule } from '../health/health.module.js';
import { StateMetrics } from './state-metrics.js';

/** What there is to see of a microservice beside what the library counts. */
@Module({ imports: [HealthModule], providers: [StateMetrics] })
export class MicroserviceMetricsModule {}
