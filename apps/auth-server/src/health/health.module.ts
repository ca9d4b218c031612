import { Module } from '@nestjs/common';
import { CoreIndicator } from './core.indicator.js';
import { DatabaseIndicator } from './database.indicator.js';
import { HealthController } from './health.controller.js';
import { PolicyIndicator } from './policy.indicator.js';

@Module({
  controllers: [HealthController],
  providers: [CoreIndicator, DatabaseIndicator, PolicyIndicator],
})
export class HealthModule {}
