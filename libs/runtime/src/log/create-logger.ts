import { ConsoleLogger } from '@nestjs/common';
import { flatLine } from './flat-line.js';

/** How a process writes its log: one JSON object a line for machines, or text for people. */
export type LogFormat = 'json' | 'text';

/** Members whose value is masked wherever they appear in a log record. */
const NEVER_LOGGED = [
  'authorization',
  'accessToken',
  'access_token',
  'apiKey',
  'api-key',
  'credential',
  'client_secret',
  'client_assertion',
  'password',
];

const MASKED: ReadonlySet<string> = new Set(NEVER_LOGGED);

/** Contexts in which the framework tells of its own assembly, line by line. */
const ASSEMBLY = new Set([
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestFactory',
  'NestApplication',
]);

/** Contexts in which the framework tells of a start that failed. */
const FAILED_START = new Set<unknown>(['ExceptionHandler', 'NestApplication']);

/** Nest's own logger without the framework's account of how it was put together. */
class ProcessLogger extends ConsoleLogger {
  override log(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    if (typeof context === 'string' && ASSEMBLY.has(context)) return;
    super.log(message, ...rest);
  }

  override error(message: unknown, ...rest: unknown[]): void {
    // A start that fails is told once, by runApplication, in words for a person.
    if (FAILED_START.has(rest.at(-1))) return;
    super.error(message, ...rest);
  }
}

/** Lines for a machine. There is one for every token issued, so most of them skip Nest's detours. */
class JsonLogger extends ProcessLogger {
  override log(message: unknown, ...rest: unknown[]): void {
    const [fields, context] = rest;
    const line =
      rest.length === 2 && typeof message === 'string' && typeof context === 'string'
        ? this.lineOf(message, fields, context)
        : undefined;
    if (line === undefined) super.log(message, ...rest);
    else process.stdout.write(line);
  }

  private lineOf(message: string, fields: unknown, context: string): string | undefined {
    if (!isPlain(fields) || !this.isLevelEnabled('log') || ASSEMBLY.has(context)) return undefined;
    return flatLine({ level: 'log', message, context, nowMs: Date.now() }, fields, MASKED);
  }
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

/** Lines for a person in front of a terminal: the time of day, and no process id. */
class TextLogger extends ProcessLogger {
  protected override formatPid(): string {
    return '';
  }

  protected override getTimestamp(): string {
    return new Date().toTimeString().slice(0, 8);
  }

  protected override stringifyParams(fields: Record<string, unknown>): string {
    const known = Object.entries(fields).filter(([, value]) => value !== undefined);
    return super.stringifyParams(Object.fromEntries(known));
  }
}

/** The logger of a whole process; structured fields stand flat in the record. */
export function createLogger(format: LogFormat): ConsoleLogger {
  return format === 'json'
    ? new JsonLogger({ json: true, flattenParams: true, redact: NEVER_LOGGED })
    : new TextLogger({ compact: true, breakLength: Infinity, redact: NEVER_LOGGED });
}
