import { z } from 'zod';

/** A moment in an answer: ISO 8601 in UTC. */
export const apiMoment = z.string().meta({ format: 'date-time' });

/** A day of UTC in an answer. */
export const apiDay = z.string().meta({ format: 'date' });

/** A text in an answer that is not JSON. */
export const apiText = z.string();
