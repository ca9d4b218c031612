import { Logger, type DynamicModule, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttpAdapter } from '../http/create-http-adapter.js';
import { createLogger, type LogFormat } from '../log/create-logger.js';
import { describeFailure } from './describe-failure.js';
import { stopOnSignal } from './stop-on-signal.js';

/** Where a process listens and how it logs. */
export interface ProcessSettings {
  /** What the process is called in its log: `auth-server`, `m2`. */
  readonly name: string;
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly logFormat: LogFormat;
  /** Proxies whose `X-Forwarded-For` is believed; default none. */
  readonly trustedProxies?: readonly string[];
}

/** Creates the application over the bounded HTTP adapter, without listening. */
export async function createApplication(
  module: DynamicModule,
  { logFormat, trustedProxies }: Pick<ProcessSettings, 'logFormat' | 'trustedProxies'>,
): Promise<NestFastifyApplication> {
  return NestFactory.create<NestFastifyApplication>(module, createHttpAdapter(trustedProxies), {
    logger: createLogger(logFormat),
    abortOnError: false,
    // Nest's parsers would also take forms; Fastify's own takes JSON only, and refuses `__proto__`.
    bodyParser: false,
  });
}

/** An application that is configured and may be created. */
export interface PreparedApplication {
  readonly module: DynamicModule;
  readonly settings: ProcessSettings;
}

/**
 * Prepares, creates and runs an application: it listens, says so in one line, and stops in order on a
 * signal. A start that fails says why on stderr and ends the process with an exit code of its own.
 */
export async function runApplication(
  prepare: () => PreparedApplication,
): Promise<INestApplication> {
  let app: INestApplication | undefined;
  try {
    const { module, settings } = prepare();
    app = await createApplication(module, settings);
    stopOnSignal(app);
    await app.listen(settings.port, settings.host);
    const url = await app.getUrl();
    new Logger('Process').log(`${settings.name} listens on ${url}`, { name: settings.name, url });
    return app;
  } catch (error) {
    const { exitCode, lines } = describeFailure(error);
    process.stderr.write(`${lines.join('\n')}\n`);
    // Whatever was opened before the failure is let go, the lock on the database folder above all.
    await app?.close().catch(() => undefined);
    return process.exit(exitCode);
  }
}
