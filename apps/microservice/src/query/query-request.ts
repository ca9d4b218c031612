import { isMicroserviceName } from '@app/m2m';
import { z } from 'zod';

/** `POST /query`: which microservice to greet. A target is a name, never an address. */
export const queryRequest = z.object({
  target: z.string().refine(isMicroserviceName),
});

export type QueryRequest = z.infer<typeof queryRequest>;
