import { Controller, Get, Header, Inject } from '@nestjs/common';
import { METRICS_REGISTRY } from './metrics-registry.js';
import type { Registry } from 'prom-client';

/** What Prometheus scrapes: numbers and names of microservices, never a token or a secret. */
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(METRICS_REGISTRY) private readonly registry: Registry) {}

  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('cache-control', 'no-store')
  metrics(): Promise<string> {
    return this.registry.metrics();
  }
}
