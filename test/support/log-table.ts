import { readDocument, tableRows } from '../docs/markdown.js';

/** What docs/logs.md says of one kind of line. */
export interface LogRow {
  readonly message: string;
  readonly levels: readonly string[];
  readonly contexts: readonly string[];
  readonly fields: readonly string[];
  readonly optional: readonly string[];
}

/** One line of a log, parsed. */
export type LogLine = Readonly<Record<string, unknown>>;

/** What every line has. */
const COMMON = ['level', 'pid', 'timestamp', 'message', 'context'] as const;

/** The table of log lines. */
export const logRows: readonly LogRow[] = tableRows(readDocument('docs/logs.md'), 'message').map(
  ([message = '', levels = '', contexts = '', fields = '']) => {
    const names = [...fields.matchAll(/`(\w+\??)`|^(\w+\??)$/g)].map(
      ([, quoted, bare]) => quoted ?? bare ?? '',
    );
    return {
      message,
      levels: levels.split(', '),
      contexts: contexts.split(', '),
      fields: names.filter((name) => !name.endsWith('?')),
      optional: names.filter((name) => name.endsWith('?')).map((name) => name.slice(0, -1)),
    };
  },
);

/** `<name>` stands for any text. */
const patternOf = (message: string): RegExp =>
  new RegExp(`^${message.replace(/[.*+?^$()[\]\\|]/g, '\\$&').replace(/<\w+>/g, '[^]+')}$`);

/** Whether a row speaks of lines with this message and context. */
const speaksOf = (row: LogRow, message: string, context: string): boolean =>
  row.contexts.includes(context) && patternOf(row.message).test(message);

/** What is wrong with a line, by the table; empty when nothing is. */
export function problemsOf(line: LogLine): string[] {
  const missing = COMMON.filter((name) => line[name] === undefined).map((name) => `no ${name}`);
  const { message, context, level } = line as Readonly<Record<(typeof COMMON)[number], string>>;
  const row = logRows.find((candidate) => speaksOf(candidate, message, context));
  if (row === undefined) return [...missing, `no row for ${context}: ${message}`];
  const known = new Set<string>([...COMMON, ...row.fields, ...row.optional]);
  return [
    ...missing,
    ...(row.levels.includes(level) ? [] : [`${message}: level ${level}`]),
    ...row.fields.filter((name) => !(name in line)).map((name) => `${message}: no ${name}`),
    ...Object.keys(line)
      .filter((name) => !known.has(name))
      .map((name) => `${message}: unknown field ${name}`),
  ];
}
