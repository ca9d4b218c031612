import { runApplication } from '@app/runtime';
import { AuthServerModule } from './auth-server.module.js';
import { authServerConfig } from './config/auth-server.config.js';

await runApplication(() => {
  const config = authServerConfig();
  return { module: AuthServerModule.forRoot(config), settings: config.process };
});
