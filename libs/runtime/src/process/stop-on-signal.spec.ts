import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { Logger, Module, type INestApplication, type OnApplicationShutdown } from '@nestjs/common';
import { CapturedLog } from '../../../../test/support/captured-log.js';
import { createLogger } from '../log/create-logger.js';
import { createApplication, runApplication } from './run-application.js';
import { RuntimeModule } from './runtime.module.js';
import { ShutdownState } from './shutdown-state.js';
import { StartUpError } from './start-up.error.js';
import { stopOnSignal } from './stop-on-signal.js';

const SIGNALS = ['SIGTERM', 'SIGINT', 'disconnect'] as const;
const settings = { name: 'm9', host: '127.0.0.1', port: 0, logFormat: 'json' } as const;

/** How the room of the test's application behaves when it is stopped. */
let whenStopped: () => Promise<void> = () => Promise.resolve();

class Room implements OnApplicationShutdown {
  onApplicationShutdown(): Promise<void> {
    return whenStopped();
  }
}

@Module({ imports: [RuntimeModule], providers: [Room] })
class RoomModule {}

const start = (): Promise<INestApplication> =>
  runApplication(() => ({ module: { module: RoomModule }, settings }));

describe('the life of a process', () => {
  const before = new Map(SIGNALS.map((signal) => [signal, process.listeners(signal as 'SIGTERM')]));
  const ours = (signal: (typeof SIGNALS)[number]) =>
    process.listeners(signal as 'SIGTERM').filter((one) => !before.get(signal)?.includes(one));
  let log: CapturedLog;
  let exit: jest.SpyInstance;
  let exited: Promise<unknown>;

  beforeEach(() => {
    // The drain deadline must not run out in the process of the test.
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    log = new CapturedLog({ useLogger: false });
    exited = new Promise((resolve) => {
      exit = jest.spyOn(process, 'exit').mockImplementation(((code: unknown) => {
        resolve(code);
      }) as () => never);
    });
  });
  afterEach(() => {
    for (const signal of SIGNALS) {
      for (const listener of ours(signal)) process.off(signal, listener);
    }
    whenStopped = () => Promise.resolve();
    jest.useRealTimers();
    exit.mockRestore();
    log.release();
  });

  const tell = (signal: (typeof SIGNALS)[number]): void => {
    for (const listener of ours(signal)) listener('SIGTERM');
  };

  it('says in one line that it listens', async () => {
    const app = await start();
    expect(log.lines.filter(({ context }) => context === 'Process')).toEqual([
      expect.objectContaining({
        level: 'log',
        message: expect.stringMatching(/^m9 listens on http:\/\/127\.0\.0\.1:\d+$/),
        name: 'm9',
        url: await app.getUrl(),
      }),
    ]);
    await app.close();
  });

  it.each([
    ['SIGTERM', 'SIGTERM'],
    ['SIGINT', 'SIGINT'],
    ['disconnect', 'the parent process is gone'],
  ] as const)('stops once on %s, however often it comes', async (signal, cause) => {
    const app = await start();
    tell(signal);
    expect(app.get(ShutdownState).isStopping).toBe(true);
    tell('SIGTERM');
    expect(await exited).toBe(0);
    expect(exit).toHaveBeenCalledTimes(1);
    const stopping = log.lines.filter(({ message }) => message === 'stopping');
    expect(stopping).toEqual([expect.objectContaining({ cause })]);
  });

  it('ends with 1 when it cannot be closed', async () => {
    // Nest logs what a room throws on shutdown and goes on; only the adapter can make this fail.
    Logger.overrideLogger(createLogger('json'));
    stopOnSignal({
      get: () => new ShutdownState(),
      getHttpServer: () => createServer(),
      close: () => Promise.reject(new Error('the server is stuck')),
    } as unknown as INestApplication);
    tell('SIGTERM');
    expect(await exited).toBe(1);
    expect(log.text).toContain('could not stop in order');
    expect(log.text).toContain('the server is stuck');
  });

  it('ends with 1 when it is not drained in time', async () => {
    const stuck = new EventEmitter();
    whenStopped = async () => void (await once(stuck, 'released'));
    await start();
    tell('SIGTERM');
    jest.advanceTimersByTime(3_999);
    expect(exit).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(await exited).toBe(1);
    stuck.emit('released');
  });

  it('does not start on a wrong configuration, and says all that is wrong', async () => {
    await runApplication(() => {
      throw new StartUpError(['PORT is wrong.', 'HOST is wrong.']);
    });
    expect(await exited).toBe(2);
    expect(log.text).toBe('PORT is wrong.\nHOST is wrong.\n');
  });

  it('creates an application without listening', async () => {
    const app = await createApplication({ module: RoomModule }, settings);
    expect(app.getHttpServer().listening).toBe(false);
    await app.close();
  });
});
