import { nearestMatch } from '../output/nearest-match.js';
import { CliError } from '../output/cli.errors.js';
import type { AdminClient } from './admin-client.js';
import { Refusal } from './refusal.js';

const UNKNOWN = 'M2M_MICROSERVICE_UNKNOWN';

/** The names of all microservices. */
export async function microserviceNames(client: {
  json<T>(name: 'readPolicy'): Promise<T>;
}): Promise<readonly string[]> {
  const { microservices = {} } = await client.json<{ microservices?: object }>('readPolicy');
  return Object.keys(microservices);
}

/** Does `work` for a microservice; when there is none of this name, says which one is near. */
export async function forMicroservice<T>(
  client: AdminClient,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== UNKNOWN) throw error;
    const names = await microserviceNames(client).catch(() => []);
    throw unknownName(name, names, error);
  }
}

/** There is no microservice of this name; the hint names the nearest, or all when they are few. */
export function unknownName(name: string, names: readonly string[], cause?: unknown): CliError {
  const near = nearestMatch(name, names);
  const known =
    names.length === 0
      ? 'There is none yet.'
      : `Known: ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', …' : ''}.`;
  return new CliError(
    `There is no microservice "${name}".`,
    { code: UNKNOWN, hint: near === undefined ? known : `Did you mean ${near}?` },
    { cause },
  );
}
