import { z } from 'zod';
import type { ApiAnswer, ApiRoute } from './api-route.js';

const parts = z.record(z.string(), z.looseObject({ status: z.enum(['up', 'down']) }));

const health = z.looseObject({
  status: z.enum(['ok', 'error', 'shutting_down']),
  info: parts.optional(),
  error: parts.optional(),
  details: parts,
});

const down: ApiAnswer = {
  description: 'Not now; `error` says which part is down.',
  schema: health,
};

/** The routes of health, which both applications have. */
export function healthRoutes(readiness: string): readonly ApiRoute[] {
  return [
    {
      route: 'GET /health/live',
      tag: 'health',
      summary: 'Whether the process answers',
      answers: {
        200: {
          description: 'It does; a restart would mend nothing.',
          schema: health,
          example: { status: 'ok', info: {}, error: {}, details: {} },
        },
      },
    },
    {
      route: 'GET /health/ready',
      tag: 'health',
      summary: readiness,
      answers: {
        200: { description: 'Yes; `info` tells of each part.', schema: health },
        503: down,
      },
    },
  ];
}
