import type { Server } from 'node:http';
import { Logger, type INestApplication } from '@nestjs/common';
import { EXIT_CODE } from './start-up.error.js';
import { ShutdownState } from './shutdown-state.js';

/** A process that has not drained by then is ended: the platform's patience is not endless. */
const DRAIN_DEADLINE_MS = 4_000;

/** How often connections are looked at that became idle after the process was told to stop. */
const IDLE_CHECK_MS = 50;

/** A kept-alive connection whose last request is answered would hold the server open for a minute. */
function closeAnsweredConnections(app: INestApplication): void {
  const server: Server = app.getHttpServer();
  const timer = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS).unref();
  server.once('close', () => clearInterval(timer));
}

/**
 * Ends the process in order on SIGTERM, SIGINT or when the parent that started it is gone:
 * readiness turns false, requests in flight are answered, then exit code 0.
 */
export function stopOnSignal(app: INestApplication): void {
  const logger = new Logger('Process');
  const state = app.get(ShutdownState);

  const stop = (cause: string): void => {
    if (state.isStopping) return;
    state.begin();
    logger.log('stopping', { cause });
    setTimeout(() => {
      logger.error('not drained in time, ending', { deadlineMs: DRAIN_DEADLINE_MS });
      process.exit(EXIT_CODE.failed);
    }, DRAIN_DEADLINE_MS).unref();
    closeAnsweredConnections(app);
    app.close().then(
      () => process.exit(EXIT_CODE.ok),
      (error: unknown) => {
        logger.error('could not stop in order', { reason: String(error) });
        process.exit(EXIT_CODE.failed);
      },
    );
  };

  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('disconnect', () => stop('the parent process is gone'));
}
