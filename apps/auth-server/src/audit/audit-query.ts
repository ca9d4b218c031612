import { z } from 'zod';
import { ADMIN_LABEL } from '../admin/admin-token-request.js';
import { readCursor, type AuditCursor } from './audit-cursor.js';
import { momentOf, MOMENT_FORM } from './moment-parameter.js';

/** The kinds of entries. */
export const AUDIT_KINDS = ['denial', 'act', 'gap'] as const;

export type AuditKind = (typeof AUDIT_KINDS)[number];

/** Which entries are wanted. */
export interface AuditQuery {
  readonly kinds: readonly AuditKind[];
  readonly caller?: string | undefined;
  readonly target?: string | undefined;
  readonly reason?: string | undefined;
  /** The id or the label of an admin token. */
  readonly actor?: string | undefined;
  /** The earliest moment, itself included. */
  readonly since?: Date | undefined;
  /** The latest moment, itself left out. */
  readonly until?: Date | undefined;
  readonly limit: number;
  readonly cursor?: AuditCursor | undefined;
}

/** The parameter that cannot be understood, and how to write it. */
export interface QueryProblem {
  readonly parameter: string;
  readonly message: string;
}

const LIMIT = { default: 50, most: 500 } as const;

const text = z.string().regex(/^[\x20-\x7e]{1,80}$/);
const moment = z.string().max(40);

const parameters = z.strictObject({
  kind: z.enum(AUDIT_KINDS).optional(),
  caller: text.optional(),
  target: text.optional(),
  reason: text.optional(),
  actor: z.union([text, z.string().regex(ADMIN_LABEL)]).optional(),
  since: moment.optional(),
  until: moment.optional(),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/)
    .transform(Number)
    .refine((limit) => limit <= LIMIT.most)
    .optional(),
  cursor: z.string().max(128).optional(),
});

type Parameters = z.infer<typeof parameters>;

const TEXT = 'is given once, as a text of up to 80 printable characters.';

const MESSAGES: Readonly<Record<string, string>> = {
  limit: `is a number from 1 to ${LIMIT.most}.`,
  since: `is ${MOMENT_FORM}.`,
  until: `is ${MOMENT_FORM}.`,
  cursor: 'is the "next" of an earlier page, unchanged.',
  kind: 'is one of denial, act and gap; caller, target and reason are of denials, actor is of acts.',
};

/** Which entries a query string asks for, or the first thing in it that cannot be understood. */
export function parseAuditQuery(query: unknown, nowMs: number): AuditQuery | QueryProblem {
  const parsed = parameters.safeParse(query);
  if (!parsed.success) return firstProblem(parsed.error);
  const { kind, since, until, cursor, limit = LIMIT.default, ...filters } = parsed.data;
  const [from, to] = [since, until].map((named) => named && momentOf(named, nowMs));
  if (since !== undefined && !from) return problem('since');
  if (until !== undefined && !to) return problem('until');
  const after = cursor === undefined ? undefined : readCursor(cursor);
  if (cursor !== undefined && after === undefined) return problem('cursor');
  const kinds = kindsOf(kind, filters);
  if (kinds.length === 0) return problem('kind');
  return {
    ...filters,
    kinds,
    since: from || undefined,
    until: to || undefined,
    limit,
    cursor: after,
  };
}

/** A filter is of one kind of entry, and leaves out the others. */
function kindsOf(kind: AuditKind | undefined, filters: Partial<Parameters>): readonly AuditKind[] {
  const { caller, target, reason, actor } = filters;
  const isOfDenials = [caller, target, reason].some((filter) => filter !== undefined);
  return AUDIT_KINDS.filter(
    (one) =>
      (kind === undefined || one === kind) &&
      (!isOfDenials || one === 'denial') &&
      (actor === undefined || one === 'act'),
  );
}

function firstProblem({ issues: [issue] }: z.ZodError): QueryProblem {
  if (issue?.code === 'unrecognized_keys') {
    const known = Object.keys(parameters.shape).join(', ');
    return { parameter: 'query', message: `has a parameter that is not one of ${known}.` };
  }
  const parameter = String(issue?.path[0] ?? 'query');
  return problem(parameter);
}

function problem(parameter: string): QueryProblem {
  return { parameter, message: MESSAGES[parameter] ?? TEXT };
}
