import { Logger } from '@nestjs/common';
import { createLogger } from '../../libs/runtime/src/log/create-logger.js';

/** One JSON line as a process of this project writes it. */
export type LogLine = Readonly<Record<string, unknown>>;

/** What the process writes while a test runs, kept instead of shown. */
export class CapturedLog {
  #text = '';
  readonly #spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation((chunk) => {
      this.#text += String(chunk);
      return true;
    }),
  );

  /** @param useLogger Whether Nest's own logger is set to JSON lines; an application sets its own. */
  constructor({ useLogger = true } = {}) {
    if (useLogger) Logger.overrideLogger(createLogger('json'));
  }

  /** Everything written so far, as it was written. */
  get text(): string {
    return this.#text;
  }

  /** The lines written so far that are JSON. */
  get lines(): readonly LogLine[] {
    return this.#text
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as LogLine);
  }

  clear(): void {
    this.#text = '';
  }

  release(): void {
    for (const spy of this.#spies) spy.mockRestore();
    Logger.overrideLogger(false);
  }
}
