import type { TokenSnapshot } from '../outbound/token-snapshot.js';

/** What a preflight has found out; what it could not ask is undefined. */
export interface PreflightReport {
  /** This microservice. */
  readonly name: string;
  /** Usable keys at hand. */
  readonly keys: number | undefined;
  /** How far this clock is ahead of the auth-server's, in seconds. */
  readonly clockDifferenceSec: number | undefined;
  /** How far they may differ, as the receiving half has it. */
  readonly clockToleranceSec: number;
  /** Wall-clock milliseconds; undefined when the credential does not say. */
  readonly credentialEndMs: number | undefined;
  /** Of the declared targets, and of any other that was called. */
  readonly tokens: readonly TokenSnapshot[];
}

/** One line of the log. */
export interface PreflightLine {
  readonly level: 'log' | 'warn';
  readonly text: string;
}

const DAY_MS = 86_400_000;
const REMINDER_MS = 14 * DAY_MS;

/** Says what was found in one line, and in one more for each thing that a person has to mend. */
export function preflightLines(report: PreflightReport, nowMs: number): readonly PreflightLine[] {
  return [summary(report), ...clockLines(report), ...credentialLines(report, nowMs)];
}

/** What is amiss with a token, or undefined when it can be used. */
export function tokenProblem(
  name: string,
  { target, state, reason }: Pick<TokenSnapshot, 'target' | 'state' | 'reason'>,
): string | undefined {
  if (state === 'fresh' || state === 'stale') return undefined;
  if (reason === 'M2M_EDGE_NOT_ALLOWED') return `${name} may not call ${target}: no edge`;
  return `${name} has no token for ${target}: ${reason ?? 'none received yet'}`;
}

function summary({ name, keys, clockDifferenceSec, tokens }: PreflightReport): PreflightLine {
  const targets = tokens.filter(({ state }) => state === 'fresh' || state === 'stale');
  const problems = tokens.flatMap((token) => tokenProblem(name, token) ?? []);
  const parts = [
    keys === undefined || keys === 0 ? 'no key set yet' : `key set with ${keys} keys`,
    clockDifferenceSec === undefined
      ? 'clocks not compared'
      : `clock ${Math.abs(clockDifferenceSec)} s from the auth-server’s`,
    ...(targets.length > 0 ? [`tokens for ${targets.map(({ target }) => target).join(', ')}`] : []),
    ...problems,
  ];
  return { level: 'log', text: `Preflight of ${name}: ${parts.join('; ')}.` };
}

function clockLines(report: PreflightReport): readonly PreflightLine[] {
  const { clockDifferenceSec: difference = 0, clockToleranceSec: tolerance } = report;
  if (Math.abs(difference) <= tolerance) return [];
  const direction = difference > 0 ? 'ahead of' : 'behind';
  return [
    {
      level: 'warn',
      text: `This machine’s clock is ${Math.abs(difference)} s ${direction} the auth-server’s, and ${tolerance} s are tolerated: good tokens will be refused. Synchronise both clocks (NTP).`,
    },
  ];
}

function credentialLines(
  { name, credentialEndMs }: PreflightReport,
  nowMs: number,
): readonly PreflightLine[] {
  if (credentialEndMs === undefined || credentialEndMs - nowMs > REMINDER_MS) return [];
  const end = new Date(credentialEndMs).toISOString();
  const verb = credentialEndMs > nowMs ? 'ends' : 'ended';
  return [
    {
      level: 'warn',
      text: `The credential of ${name} ${verb} on ${end}: mint a new one and put it in its place.`,
    },
  ];
}
