import { resolve } from 'node:path';
import { isMicroserviceName } from '@app/m2m';
import {
  parseEnvironment,
  port,
  StartUpError,
  type Environment,
  type ProcessSettings,
} from '@app/runtime';
import { ConfigModule, registerAs } from '@nestjs/config';
import { parseCommandLine, USAGE, type CommandLine } from './command-line.js';
import { DEMO_PORTS, DEMO_TARGETS } from './demo-microservices.js';
import { environment, type MicroserviceEnvironment } from './environment.js';

/** Everything a microservice can be told, checked and frozen. */
export interface MicroserviceConfig {
  readonly process: ProcessSettings;
  readonly isMetricsPublished: boolean;
  /** Whether `/docs` and `/openapi.json` are there. */
  readonly isDescribed: boolean;
  readonly name: string;
  readonly issuer: string;
  readonly authServers: readonly string[];
  readonly credential: string | { readonly file: string };
  readonly targets: Readonly<Record<string, string>>;
  /** How it follows what the auth-server has revoked. */
  readonly revocations: MicroserviceEnvironment['M2M_REVOCATIONS'];
}

function nameOf(line: CommandLine, env: MicroserviceEnvironment): string {
  if (line.name !== undefined && env.M2M_NAME !== undefined && line.name !== env.M2M_NAME) {
    throw new StartUpError([
      'Two names were given: --name on the command line and M2M_NAME in the environment. Give one.',
    ]);
  }
  const name = line.name ?? env.M2M_NAME;
  if (name === undefined) throw new StartUpError(['Which microservice is this?', USAGE]);
  if (isMicroserviceName(name)) return name;
  throw new StartUpError([
    'A microservice is named by a lower-case letter, then up to 62 letters, digits or hyphens.',
    USAGE,
  ]);
}

function portOf(name: string, line: CommandLine, env: MicroserviceEnvironment): number {
  if (line.port !== undefined) {
    const parsed = port().safeParse(line.port);
    if (parsed.success) return parsed.data;
    throw new StartUpError(['--port must be a whole number from 0 to 65535.', USAGE]);
  }
  const known = env.PORT ?? DEMO_PORTS.get(name);
  if (known !== undefined) return known;
  throw new StartUpError([
    `The demo has no microservice "${name}", so it has no port either.`,
    `${USAGE}, or give it a port: --name ${name} --port 8010`,
  ]);
}

function credentialOf(
  name: string,
  env: MicroserviceEnvironment,
): MicroserviceConfig['credential'] {
  if (env.M2M_CREDENTIAL === undefined) {
    const file = env.M2M_CREDENTIAL_FILE ?? `${env.M2M_HOME}/credentials/${name}.jwt`;
    return { file: resolve(file) };
  }
  if (env.M2M_CREDENTIAL_FILE === undefined) return env.M2M_CREDENTIAL;
  throw new StartUpError([
    'M2M_CREDENTIAL and M2M_CREDENTIAL_FILE are both set. Keep the one that holds the credential.',
  ]);
}

/**
 * Turns the command line and the environment into the configuration.
 *
 * @throws {StartUpError} Everything that is wrong, with what to type or set instead.
 */
export function parseMicroserviceConfig(
  args: readonly string[],
  variables: Environment,
): MicroserviceConfig {
  const line = parseCommandLine(args);
  const env = parseEnvironment(environment, variables);
  const name = nameOf(line, env);
  return Object.freeze({
    process: { name, host: env.HOST, port: portOf(name, line, env), logFormat: env.M2M_LOG_FORMAT },
    isMetricsPublished: env.M2M_METRICS,
    isDescribed: env.M2M_DOCS ?? env.NODE_ENV !== 'production',
    name,
    issuer: env.M2M_ISSUER,
    authServers: env.M2M_AUTH_SERVER,
    credential: credentialOf(name, env),
    targets: env.M2M_TARGETS ?? DEMO_TARGETS,
    revocations: env.M2M_REVOCATIONS,
  });
}

/** The configuration as Nest injects it; the only reader of the process's surroundings here. */
export const microserviceConfig = registerAs('microservice', () =>
  parseMicroserviceConfig(process.argv.slice(2), process.env),
);

/** Reads `.env` into the environment as soon as it is imported, then offers the configuration to Nest. */
export const configModule = ConfigModule.forRoot({ isGlobal: true, load: [microserviceConfig] });
