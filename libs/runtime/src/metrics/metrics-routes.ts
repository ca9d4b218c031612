import { apiText } from '../api/api-values.js';
import type { ApiRoute } from '../api/api-route.js';

/** The route of the numbers, which both applications have unless it is switched off. */
export const METRICS_ROUTES: readonly ApiRoute[] = [
  {
    route: 'GET /metrics',
    tag: 'health',
    summary: 'Numbers for Prometheus',
    answers: {
      200: {
        description: 'The text format of Prometheus; no token and no secret is in it.',
        schema: apiText,
        types: ['text/plain'],
      },
    },
  },
];
