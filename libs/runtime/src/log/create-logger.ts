import { ConsoleLogger } from '@nestjs/common';

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

/** The logger of a whole process; structured fields stand flat in the record. */
export function createLogger(format: LogFormat, name: string): ConsoleLogger {
  return format === 'json'
    ? new ConsoleLogger({ json: true, flattenParams: true, redact: NEVER_LOGGED })
    : new ConsoleLogger({
        prefix: name,
        compact: true,
        breakLength: Infinity,
        redact: NEVER_LOGGED,
      });
}
