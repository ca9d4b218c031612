import { setTimeout as sleep } from 'node:timers/promises';
import { CliError, Interrupted } from '../output/cli.errors.js';
import { bySeverity, type Check, type Diagnosis, type Patient } from './diagnosis.js';

/** A check asks several times, each within the deadline of a request. */
const REQUESTS_PER_CHECK = 4;

/** Runs all checks at once, each within a deadline; one that fails hides no other. Throws {@link Interrupted}. */
export async function examine(
  checks: readonly Check[],
  patient: Patient,
): Promise<readonly Diagnosis[]> {
  const found = await Promise.all(checks.map((check) => runCheck(check, patient)));
  if (patient.signal.aborted) throw new Interrupted();
  return found.flat().toSorted(bySeverity);
}

async function runCheck({ id, run }: Check, patient: Patient): Promise<readonly Diagnosis[]> {
  const ended = new AbortController();
  const late = sleep(REQUESTS_PER_CHECK * patient.deadlineMs, undefined, ended).then(() => {
    throw new CliError('it took too long');
  });
  try {
    return await Promise.race([run(until(ended.signal, patient)), late]);
  } catch (error) {
    return [notChecked(id, id, error)];
  } finally {
    ended.abort();
    late.catch(() => undefined);
  }
}

/** A patient whose requests end when a check does. */
function until(end: AbortSignal, patient: Patient): Patient {
  const { admin } = patient;
  const signal = AbortSignal.any([patient.signal, end]);
  return {
    ...patient,
    signal,
    admin: { json: (name, details) => admin.json(name, { ...details, signal }) },
  };
}

/** That something could not be looked at, and why. */
export function notChecked(check: string, subject: string, error: unknown): Diagnosis {
  const repair = error instanceof CliError ? error.hint : undefined;
  return {
    id: `${check}-not-checked`,
    severity: 'info',
    subject,
    what: `This could not be looked at: ${error instanceof Error ? error.message : String(error)}`,
    ...(repair !== undefined && { repair }),
  };
}
