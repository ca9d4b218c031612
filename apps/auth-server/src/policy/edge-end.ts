const MOMENT = /^(?!0000)\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?$/;

/**
 * The moment that `until` names: a day, which is its first moment in UTC, or a second in UTC
 * (RFC 3339). Undefined when there is no such moment, as on 30 February.
 */
export function parseEnd(text: string): Date | undefined {
  if (!MOMENT.test(text)) return undefined;
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) || !moment.toISOString().startsWith(text.slice(0, 10))
    ? undefined
    : moment;
}

/** A moment as {@link parseEnd} reads it, as a day where that says it all. */
export function formatEnd(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`.replace('T00:00:00Z', '');
}
