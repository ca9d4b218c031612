import { runApplication } from '@app/runtime';
import { microserviceConfig } from './config/microservice.config.js';
import { MicroserviceModule } from './microservice.module.js';

await runApplication(() => {
  const config = microserviceConfig();
  return { module: MicroserviceModule.forRoot(config), settings: config.process };
});
