import { z } from 'zod';

/** The body of every problem; a route may add members, such as `decisionId`. */
export const problemBody = z.looseObject({
  statusCode: z.int(),
  error: z.string().describe('The reason phrase of the status.'),
  code: z
    .string()
    .regex(/^M2M_[A-Z_]+$/)
    .describe('Stable; decide by this.'),
  message: z.string().describe('Tells a person what to do. May change.'),
});
