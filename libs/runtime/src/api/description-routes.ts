import { z } from 'zod';
import { apiText } from './api-values.js';
import type { ApiRoute } from './api-route.js';

/** The routes of the description itself. */
export const DESCRIPTION_ROUTES: readonly ApiRoute[] = [
  {
    route: 'GET /openapi.json',
    tag: 'description',
    summary: 'This document',
    answers: {
      200: {
        description: 'OpenAPI 3.1.',
        schema: z.looseObject({ openapi: z.string(), paths: z.looseObject({}) }),
      },
    },
  },
  {
    route: 'GET /docs',
    tag: 'description',
    summary: 'This document, to browse',
    answers: {
      200: {
        description: 'A page that loads nothing from anywhere else.',
        schema: apiText,
        types: ['text/html'],
      },
    },
  },
  {
    route: 'GET /docs/reference.js',
    tag: 'description',
    summary: 'The script of that page',
    answers: {
      200: {
        description: 'JavaScript, compressed with gzip.',
        schema: apiText,
        types: ['text/javascript'],
        headers: { ETag: 'Its version.' },
      },
      304: { description: 'The version in `If-None-Match` is the newest.' },
    },
  },
];
