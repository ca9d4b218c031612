import { M2MHealthModule } from '@app/m2m';
import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';

/**
 * The demo names every microservice as a target, allowed or not, so there is none that it relies on
 * and that a preflight should ask a token for.
 */
@Module({
  imports: [M2MHealthModule.forRoot({ preflight: [] })],
  controllers: [HealthController],
  exports: [M2MHealthModule],
})
export class HealthModule {}
