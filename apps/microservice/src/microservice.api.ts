import { DESCRIPTION_ROUTES, healthRoutes, METRICS_ROUTES, type Api } from '@app/runtime';
import { HELLO_API } from './hello/hello.api.js';
import { QUERY_API } from './query/query.api.js';

/** All that a microservice of the demo can be asked. */
export const microserviceApi = (isMetricsPublished: boolean): Api => ({
  title: 'm2m-auth: microservice',
  description: 'Is called and calls. Every refusal has a stable `code`.',
  tags: {
    called: 'What other microservices may call.',
    calls: 'Makes this microservice call another one.',
    health: 'For whoever restarts and routes.',
    description: 'This document.',
  },
  securitySchemes: {
    accessToken: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'An access token of the auth-server for this microservice.',
    },
  },
  routes: [
    ...HELLO_API,
    ...QUERY_API,
    ...healthRoutes('Whether callers can be verified'),
    ...(isMetricsPublished ? METRICS_ROUTES : []),
    ...DESCRIPTION_ROUTES,
  ],
});
