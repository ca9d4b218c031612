const SPAN = /^([1-9]\d{0,4})([mhd])$/;
const DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;
const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** How a moment is written, for whoever wrote it otherwise. */
export const MOMENT_FORM = '30m, 12h or 7d ago, or a time such as 2026-01-31T12:00:00Z';

/**
 * The moment that a parameter names: a span of minutes, hours or days before now, or a date with or
 * without a time (RFC 3339; a date alone begins in UTC). Undefined when it is neither.
 */
export function momentOf(text: string, nowMs: number): Date | undefined {
  const [, number = '', unit = 'd'] = SPAN.exec(text) ?? [];
  if (number !== '') {
    return new Date(nowMs - Number(number) * UNIT_MS[unit as keyof typeof UNIT_MS]);
  }
  if (!DATE.test(text)) return undefined;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
