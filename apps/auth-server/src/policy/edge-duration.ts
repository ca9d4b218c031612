const SECONDS = { h: 3600, m: 60, s: 1 } as const;

/** The seconds of a text such as `90s`, `10m` or `2h`; undefined when it is none. */
export function parseDurationSec(text: string): number | undefined {
  const [, count, unit] = /^([1-9]\d{0,5})([smh])$/.exec(text) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  return Number(count) * SECONDS[unit as keyof typeof SECONDS];
}

/** Seconds in the largest unit that they are a whole number of. */
export function formatDurationSec(seconds: number): string {
  const unit = seconds % SECONDS.h === 0 ? 'h' : seconds % SECONDS.m === 0 ? 'm' : 's';
  return `${seconds / SECONDS[unit]}${unit}`;
}
