import { UsageError } from '../output/cli.errors.js';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const DURATION = /^(\d{1,9})([smhdw])$/;

/** Seconds of a duration such as `90d`, `12h`, `30m` or `45s`. Throws a UsageError. */
export function durationSec(text: string, option: string): number {
  const [, count, unit = ''] = DURATION.exec(text.trim()) ?? [];
  const each = SECONDS[unit];
  if (count === undefined || each === undefined) {
    throw new UsageError(`--${option} is no duration.`, 'Write it as 90d, 12h, 30m or 45s.');
  }
  return Number(count) * each;
}
