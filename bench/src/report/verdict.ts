/** One target, what was measured, and whether it was met. */
export interface Verdict {
  /** Number of the target. */
  readonly target: string;
  readonly claim: string;
  readonly wanted: string;
  readonly measured: string;
  readonly isMet: boolean;
}

/** What one bench has to say: tables to read and verdicts to count. */
export interface Findings {
  readonly title: string;
  /** Markdown. */
  readonly text: string;
  readonly verdicts: readonly Verdict[];
}

/** A target that wants at least some value. */
export function atLeast(
  target: string,
  claim: string,
  limit: number,
  value: number,
  digits = 3,
): Verdict {
  return {
    target,
    claim,
    wanted: `>= ${limit}`,
    measured: value.toFixed(digits),
    isMet: value >= limit,
  };
}

/** A target that wants at most some value. */
export function atMost(
  target: string,
  claim: string,
  limit: number,
  value: number,
  unit: string,
): Verdict {
  const digits = Number.isInteger(value) ? 0 : 2;
  return {
    target,
    claim,
    wanted: `<= ${limit} ${unit}`,
    measured: `${value.toFixed(digits)} ${unit}`,
    isMet: value <= limit,
  };
}
