import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { KeySetIndicator } from './key-set.indicator.js';

@Module({ controllers: [HealthController], providers: [KeySetIndicator] })
export class HealthModule {}
