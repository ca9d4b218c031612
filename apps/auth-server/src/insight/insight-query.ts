import { z } from 'zod';
import { momentOf, MOMENT_FORM } from '../audit/moment-parameter.js';
import { queryInvalid } from '../audit/audit.problems.js';

/** How far back to look when nothing is said. */
const USUAL_PERIOD = '7d';

/** Days of history that the list of edges counts calls of when nothing is said. */
const USUAL_COUNT = '30d';

const DAY_MS = 86_400_000;

const LIMIT = { default: 100, most: 500 } as const;

const period = z.strictObject({ since: z.string().optional() });

const edges = z.strictObject({
  caller: z.string().max(80).optional(),
  target: z.string().max(80).optional(),
  unused: z.string().optional(),
  expiring: z.string().optional(),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/)
    .transform(Number)
    .refine((limit) => limit <= LIMIT.most)
    .optional(),
  cursor: z
    .string()
    .regex(/^[\w-]{1,200}$/)
    .optional(),
});

/** Which edges are wanted, and on which page. */
export interface EdgesQuery {
  readonly caller?: string | undefined;
  readonly target?: string | undefined;
  readonly unusedSince?: Date | undefined;
  readonly endingBefore?: Date | undefined;
  /** From when on calls are counted. */
  readonly countedSince: Date;
  readonly limit: number;
  /** The edge that the page begins after. */
  readonly after?: string | undefined;
}

const MESSAGES: Readonly<Record<string, string>> = {
  limit: `is a number from 1 to ${LIMIT.most}.`,
  cursor: 'is the "next" of an earlier page, unchanged.',
  caller: 'is given once, as a name.',
  target: 'is given once, as a name.',
};

/** The moment since when calls count. Throws a Problem. */
export function parsePeriod(query: unknown, nowMs: number): Date {
  const parsed = period.safeParse(query);
  if (!parsed.success) throw refused(parsed.error, period);
  return momentBefore('since', parsed.data.since ?? USUAL_PERIOD, nowMs);
}

/** What a list of edges is asked for. Throws a Problem. */
export function parseEdgesQuery(query: unknown, nowMs: number): EdgesQuery {
  const parsed = edges.safeParse(query);
  if (!parsed.success) throw refused(parsed.error, edges);
  const { unused, expiring, cursor, limit = LIMIT.default, ...names } = parsed.data;
  const unusedSince = unused === undefined ? undefined : momentBefore('unused', unused, nowMs);
  return {
    ...names,
    unusedSince,
    endingBefore: expiring === undefined ? undefined : momentAhead(expiring, nowMs),
    countedSince: unusedSince ?? momentBefore('unused', USUAL_COUNT, nowMs),
    limit,
    after: cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString(),
  };
}

function momentBefore(parameter: string, text: string, nowMs: number): Date {
  const moment = momentOf(text, nowMs);
  if (moment !== undefined) return moment;
  throw queryInvalid({ parameter, message: `is ${MOMENT_FORM}.` });
}

/** A span ahead, such as `14d`. */
function momentAhead(text: string, nowMs: number): Date {
  const [, days] = /^([1-9]\d{0,3})d$/.exec(text) ?? [];
  if (days !== undefined) return new Date(nowMs + Number(days) * DAY_MS);
  throw queryInvalid({ parameter: 'expiring', message: 'is a number of days, such as 14d.' });
}

function refused({ issues: [issue] }: z.ZodError, { shape }: z.ZodObject): Error {
  const parameter = String(issue?.path[0] ?? 'query');
  const known = Object.keys(shape).join(', ');
  const message = MESSAGES[parameter] ?? `takes one each of ${known}, and nothing else.`;
  return queryInvalid({ parameter, message });
}
