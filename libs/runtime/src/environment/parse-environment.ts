import { z } from 'zod';
import { StartUpError } from '../process/start-up.error.js';

/** The environment of a process, as Node gives it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Texts that a broken template leaves behind where a value was meant. */
const LEFTOVERS = new Set(['', 'undefined', 'null']);

function leftovers(shape: Readonly<Record<string, unknown>>, environment: Environment): string[] {
  return Object.keys(shape)
    .filter((name) => LEFTOVERS.has(environment[name]?.trim() ?? 'unset'))
    .map((name) => `${name} is set but empty. Give it a value, or unset it.`);
}

/**
 * Reads the variables that `schema` names, all problems at once.
 *
 * @throws {StartUpError} One sentence per variable that is empty or wrong; values are never echoed.
 */
export function parseEnvironment<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  environment: Environment,
): z.infer<z.ZodObject<Shape>> {
  const empty = leftovers(schema.shape, environment);
  if (empty.length > 0) throw new StartUpError(empty);
  const result = schema.safeParse(environment);
  if (result.success) return result.data;
  throw new StartUpError(
    result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`),
  );
}
