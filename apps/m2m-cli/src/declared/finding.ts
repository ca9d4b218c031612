/** How bad it is: calls fail; something says more than it should; good to know. */
export type Severity = 'error' | 'warning' | 'info';

/** One place where code and policy do not say the same. */
export interface Finding {
  /** Stable, for programs. */
  readonly id: string;
  readonly severity: Severity;
  /** Whose code or edge it is. */
  readonly microservice: string;
  /** A route, a line of the source, or an edge. */
  readonly where: string;
  readonly what: string;
  /** What to do. */
  readonly repair: string;
}

const RANKS: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** The worst first, then by microservice and place. */
export function byImportance(a: Finding, b: Finding): number {
  return (
    RANKS[a.severity] - RANKS[b.severity] ||
    a.microservice.localeCompare(b.microservice) ||
    a.where.localeCompare(b.where)
  );
}

/** Whether a finding is at least as bad as `least`. */
export function isAtLeast({ severity }: Finding, least: Severity): boolean {
  return RANKS[severity] <= RANKS[least];
}
