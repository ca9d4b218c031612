/** What the head of a record says; a field of one of these names takes the long way. */
const HEAD = ['level', 'pid', 'timestamp', 'message', 'context'];

/** Longer records take the long way, which truncates them. */
const LONGEST = 4096;

/** What every line of one kind has in common. */
export interface FlatLineHead {
  readonly level: string;
  readonly message: string;
  readonly context: string;
  readonly nowMs: number;
}

/**
 * A record as one JSON line, when its fields are texts, numbers, truth values and lists of texts, as
 * those of a decision are; undefined when it takes more to write it, or to mask what is in it.
 */
export function flatLine(
  { level, message, context, nowMs }: FlatLineHead,
  fields: Readonly<Record<string, unknown>>,
  masked: ReadonlySet<string>,
): string | undefined {
  for (const name in fields) {
    if (masked.has(name) || HEAD.includes(name) || !isFlat(fields[name])) return undefined;
  }
  const body = JSON.stringify(fields);
  if (body === '{}' || body.length > LONGEST) return undefined;
  const head = `{"level":"${level}","pid":${process.pid},"timestamp":${nowMs},"message":`;
  return `${head}${JSON.stringify(message)},"context":${JSON.stringify(context)},${body.slice(1)}\n`;
}

function isFlat(value: unknown): boolean {
  if (typeof value !== 'object') return typeof value !== 'bigint' && typeof value !== 'function';
  if (value === null) return true;
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
