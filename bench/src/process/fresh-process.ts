import { fork, type ChildProcess } from 'node:child_process';
import { on, once } from 'node:events';

/** A node process of its own that talks in messages. */
export interface FreshProcess {
  /** The next message that it sends. */
  next<T>(): Promise<T>;
  send(message: string | number | object): void;
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>;
}

/** What a process finds around it beside what this one has. */
export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  /** A file for its standard output. */
  readonly output?: number;
}

/** Starts a compiled module as a process, and hands it its input as the first message. */
export function startProcess(
  module: URL,
  input: unknown,
  execArgv: readonly string[] = [],
  surroundings: Surroundings = {},
): FreshProcess {
  const child = fork(module, {
    execArgv: [...execArgv],
    env: { ...process.env, NODE_ENV: 'production', ...surroundings.env },
    stdio: ['inherit', surroundings.output ?? 'inherit', 'inherit', 'ipc'],
  });
  child.send(input as object);
  const messages = on(child, 'message');
  const gone = once(child, 'exit');
  return {
    next: async <T>() => {
      const message = await Promise.race([messages.next(), failed(module, child, gone)]);
      return (message.value as [T])[0];
    },
    send: (message) => void child.send(message),
    stop: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Runs a module for the one message that it sends. */
export async function sample<T>(
  module: URL,
  input: unknown,
  execArgv: readonly string[] = [],
): Promise<T> {
  const child = startProcess(module, input, execArgv);
  try {
    return await child.next<T>();
  } finally {
    await child.stop();
  }
}

async function failed(module: URL, child: ChildProcess, gone: Promise<unknown>): Promise<never> {
  await gone;
  throw new Error(`${module.pathname} ended early with code ${child.exitCode}.`);
}
